/**
 * Refuses before Fastify makes a request of it: routing, hooks and an error's way through them cost as much again as the
 * answer itself, and in an overload there are thousands of refusals a second. What is not certain goes the usual way.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { type Priority, priorities } from '@switchyard/contracts/priority'
import { shapeFailure } from '@switchyard/rpc/error-shape'
import { Failure } from '@switchyard/rpc/failure'
import { problemOf } from './problem.ts'
import { secureHeaders } from './secure-headers.ts'
import type { Shed } from './shed.ts'
import { backInMs, type KnownPaths, pathOf } from './shed-requests.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * Answers a request that the door would refuse at once, or says `false`. Only reads of paths that were asked for before, of which it is
 * known how important they are, and not from pages of other origins, whose browsers have to be told that they may read it.
 */
export function refuseAtOnce({
  door,
  known,
  requestIdOf,
  draining,
}: {
  door: Shed
  known: KnownPaths
  requestIdOf: (request: IncomingMessage) => string
  draining: AbortSignal
}): Answer {
  return (request, response) => {
    const { method, url = '', headers } = request
    if (method !== 'GET' || headers.origin !== undefined || draining.aborted) return false
    const path = pathOf(url)
    const priority = known.get(path)
    if (priority === undefined || !door.refuses(priority)) return false
    const { head, body, tail, length } = refusals[priority][path.startsWith('/trpc/') ? 'trpc' : 'problem']
    const id = requestIdOf(request)
    const secure = headers['x-forwarded-proto'] === 'https'
    const told = tail === undefined ? body : body + id + tail
    const size = String(tail === undefined ? length : length + id.length)
    response.writeHead(503, [...head[secure ? 'https' : 'http'], 'x-request-id', id, 'content-length', size])
    response.end(told)
    return true
  }
}

/** Asks `first` whether it answers a request, before whoever listened so far. */
export function answerFirst(server: Server, first: Answer): void {
  const usual = server.listeners('request')
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (first(request, response)) return
    for (const listener of usual) listener.call(server, request, response)
  })
}

/** A refusal ready-made; what stands between `body` and `tail` is the request's own id. */
function readyMade(text: string, headers: Readonly<Record<string, string>>) {
  const [body = '', tail] = text.split(ownId)
  const head = (secure: boolean) => Object.entries({ ...secureHeaders({ secure }), ...headers }).flat()
  const length = Buffer.byteLength(body) + Buffer.byteLength(tail ?? '')
  return { head: { http: head(false), https: head(true) }, body, tail, length }
}

/** Ids have letters, digits and hyphens alone, so none of them needs escaping. */
const ownId = '(the id)'

function refusalsOf(priority: Priority) {
  const failure = new Failure('overloaded', { retryAfterMs: backInMs[priority] })
  const { headers, body } = problemOf(failure, ownId)
  const asJson = { ...headers, 'content-type': 'application/json; charset=utf-8' }
  return {
    problem: readyMade(JSON.stringify(body), headers),
    trpc: readyMade(JSON.stringify({ error: shapeFailure(failure) }), asJson),
  }
}

const refusals = Object.fromEntries(priorities.map((priority) => [priority, refusalsOf(priority)])) as Readonly<
  Record<Priority, ReturnType<typeof refusalsOf>>
>
