import { PassThrough } from 'node:stream'
import type { Clock } from '@switchyard/runtime/clock'
import type { ExecutionResult } from 'graphql'
import { resumeSoon } from '../resume-soon.ts'

const heartbeatMs = 15_000

/**
 * A subscription as server-sent events, as the GraphQL over SSE protocol has them with a connection for each (distinct
 * connections mode): `event: next` with a result, `event: complete` at the end, and a comment every 15 s. `id` is asked
 * after each result for what a client resumes from. What is cut short by `signal` is not called complete.
 */
export function streamOf(
  results: AsyncIterable<ExecutionResult>,
  {
    signal,
    clock,
    tell,
    tellError,
    id,
    lastWords,
  }: {
    signal: AbortSignal
    clock: Clock
    tell: (result: ExecutionResult) => object
    tellError: (error: unknown) => object
    id: () => string | undefined
    lastWords: () => string
  },
): PassThrough {
  const stream = new PassThrough()
  const closing = new AbortController()
  const open = AbortSignal.any([closing.signal, signal])
  const write = async () => {
    try {
      for await (const result of results) {
        const seen = id()
        const isTaken = stream.write(`${seen === undefined ? '' : `id: ${seen}\n`}${next(tell(result))}`)
        if (!isTaken) await drained(stream, open)
      }
    } catch (error) {
      if (!signal.aborted) stream.write(next(tellError(error)))
    }
    if (!signal.aborted) stream.write('event: complete\ndata:\n\n')
    closing.abort()
    stream.end(lastWords())
  }
  void beat(stream, clock, open)
  void write()
  return stream
}

const next = (body: object) => `event: next\ndata: ${JSON.stringify(body)}\n\n`

/** Waits until a slow reader has read; whoever leaves ends the wait. */
const drained = (stream: PassThrough, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const done = () => {
      stream.off('drain', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    stream.once('drain', done)
    signal.addEventListener('abort', done, { once: true })
    if (signal.aborted) done()
  })

async function beat(stream: PassThrough, clock: Clock, signal: AbortSignal) {
  stream.write(resumeSoon())
  while (!signal.aborted) {
    await clock.sleep(heartbeatMs, signal)
    if (!signal.aborted) stream.write(': still here\n\n')
  }
}
