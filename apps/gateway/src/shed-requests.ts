import type { Priority } from '@switchyard/contracts/priority'
import { Failure } from '@switchyard/rpc/failure'
import type { RecentMap } from '@switchyard/rpc/recent-map'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { operationsOf } from './call-cost.ts'
import type { Shed } from './shed.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its requests are read before they come to the door, for their address does not say what they ask for. */
    isReadFirst?: boolean
  }
  interface FastifyRequest {
    /** Gives back the place that the request took at the door. */
    leave: (() => void) | null
  }
}

type Done = (error?: Error) => void

/** How important the reads are that were asked for lately, by their path. */
export type KnownPaths = Pick<RecentMap<Priority>, 'get' | 'set'>

/** The path of an address, without its query. */
export function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}

/** When to come back: what is more important may sooner. */
export const backInMs: Readonly<Record<Priority, number>> = {
  ...{ health: 1_000, checkout: 1_000, account: 2_000, browse: 3_000, bulk: 10_000 },
}

/**
 * Asks the door before anybody asks who is calling, so that a refusal costs next to nothing. A place is kept until the answer
 * goes out, or until the client has left; a stream keeps it until it begins. Refuses with `overloaded`.
 */
export function shedRequests({
  door,
  priorityOf,
  known,
}: {
  door: Shed
  priorityOf: (request: FastifyRequest) => Priority
  /** Is told how important each read of an operation was. */
  known?: KnownPaths
}) {
  return (request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    const priority = priorityOf(request)
    if (known && isKnownByPath(request)) known.set(pathOf(request.url), priority)
    const tell = (entered: boolean) => {
      if (entered) takePlace(request, reply, () => door.leave(priority))
      done(entered ? undefined : refusals[priority])
    }
    const gone = () => door.giveUp(priority, tell)
    const entered = door.enter(priority, (after) => {
      reply.raw.off('close', gone)
      tell(after)
    })
    if (entered === undefined) reply.raw.once('close', gone)
    else tell(entered)
  }
}

/** Asks the door as soon as a request has come, where its address says what it asks for; others ask it themselves. */
export const unlessReadFirst =
  (shed: ReturnType<typeof shedRequests>) =>
  (request: FastifyRequest, reply: FastifyReply, done: Done): void =>
    request.routeOptions.config.isReadFirst ? done() : shed(request, reply, done)

const isKnownByPath = (request: FastifyRequest) =>
  request.method === 'GET' && !request.routeOptions.config.isReadFirst && operationsOf(request).length > 0

/** The answer goes out: whoever waits may come in. */
export function leaveWithAnswer(request: FastifyRequest, _: FastifyReply, __: unknown, done: Done): void {
  request.leave?.()
  done()
}

/** A request may have passed two doors; it leaves both. */
function takePlace(request: FastifyRequest, reply: FastifyReply, leave: () => void): void {
  const before = request.leave
  const once = () => {
    if (request.leave !== once) return
    request.leave = before
    leave()
    before?.()
  }
  request.leave = once
  if (!before) reply.raw.once('close', () => request.leave?.())
  // Who left before the door was asked closes no second time.
  if (reply.raw.closed) once()
}

/** Made once: thousands a second cost no stack each. */
const refusals = Object.fromEntries(
  Object.entries(backInMs).map(([priority, retryAfterMs]) => [priority, new Failure('overloaded', { retryAfterMs })]),
) as Readonly<Record<Priority, Failure>>
