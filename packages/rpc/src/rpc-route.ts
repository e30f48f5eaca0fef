import type { IncomingMessage, ServerResponse } from 'node:http'
import { linesType } from './call-headers.ts'
import { type AskedCalls, readCalls } from './call-request.ts'
import { failureOf, shapeFailure } from './error-shape.ts'
import type { Reply, RunningCalls } from './running-calls.ts'

const bodyBytesMax = 256 * 1024

/** One request on its way to an answer. */
export interface Route {
  request: IncomingMessage
  response: ServerResponse
  calls: RunningCalls
}

/** Answers `/rpc/…`: all calls of the request side by side, each under its own envelope. */
export async function answerCalls({ request, response, calls }: Route): Promise<void> {
  const gone = goneOf(response)
  const asked = await read({ request, response })
  if (!asked) return
  const run = (index: number) => {
    const call = asked.calls[index]
    if (!call) throw new Error('unreachable')
    return calls.run(call, { gone, queriesOnly: asked.queriesOnly })
  }
  if (asked.inLines) await answerInLines(response, asked, run)
  else {
    const replies = await Promise.all(asked.calls.map((_, index) => run(index)))
    write(response, statusOf(replies), asked.batch ? replies : replies[0])
  }
}

/** Ends the calls whose ids stand in the request's envelopes; always 204, so nobody learns which ids exist. */
export async function cancelCalls({ request, response, calls }: Route): Promise<void> {
  const asked = await read({ request, response })
  if (!asked) return
  await Promise.allSettled(asked.calls.map((call) => calls.cancel(call)))
  response.writeHead(204).end()
}

/** Answers `/rpc/-/ping`, which takes the way of the calls: 204 when the instance is up, 503 when not, 500 where calls fail. */
export async function answerPing({ response, calls }: Route, isUp: () => Promise<boolean>): Promise<void> {
  const status = await calls.ping(isUp, goneOf(response)).then(
    (up) => (up ? 204 : 503),
    () => 500,
  )
  response.writeHead(status).end()
}

/** Aborts when the client closes its connection before it was answered. */
function goneOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  response.on('close', () => response.writableFinished || gone.abort())
  return gone.signal
}

/** Reads a request, or answers it with what is wrong with it. */
async function read({ request, response }: Omit<Route, 'calls'>): Promise<AskedCalls | undefined> {
  try {
    return await readCalls(request, { bodyBytesMax })
  } catch (error) {
    const shape = shapeFailure(failureOf(error))
    // What is left of the body is not read, so the connection cannot carry another request.
    if (!request.complete) response.setHeader('connection', 'close')
    write(response, shape.data.httpStatus, { error: shape })
    return undefined
  }
}

/** Writes each answer as soon as it is there; those that are done in the same turn leave in one piece. */
async function answerInLines(response: ServerResponse, { calls }: AskedCalls, run: (index: number) => Promise<Reply>) {
  response.setHeader('content-type', linesType)
  let waiting = calls.length
  let lines = ''
  const flush = () => {
    if (lines === '') return
    if (waiting > 0) response.write(lines)
    else response.end(lines)
    lines = ''
  }
  await Promise.all(
    calls.map(async (_, index) => {
      const reply = await run(index)
      lines += `${JSON.stringify([index, reply])}\n`
      if (--waiting === 0) flush()
      else setImmediate(flush)
    }),
  )
}

function write(response: ServerResponse, status: number, body: unknown) {
  const bytes = Buffer.from(JSON.stringify(body))
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes)
}

/** As tRPC answers: the status that all calls share, or 207. */
function statusOf(replies: readonly Reply[]): number {
  const statuses = new Set(replies.map((reply) => ('error' in reply ? reply.error.data.httpStatus : 200)))
  const [first] = statuses
  return statuses.size === 1 && first !== undefined ? first : 207
}
