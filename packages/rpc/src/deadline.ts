/**
 * A call with all its attempts ends when its caller stops waiting: after that nothing is sent, waited for or retried.
 *
 *     const wraps = [deadline({ clock }), …]
 *
 * The remaining time crosses in milliseconds and becomes the callee's own deadline (gRPC's deadline propagation), so
 * clocks need not agree.
 */
import type { Clock } from '@switchyard/runtime/clock'
import { Failure } from './failure.ts'
import type { Wrap } from './link.ts'

/** Rejects with `unavailable` at the envelope's deadline and aborts what is still under way. */
export const deadline =
  ({ clock }: { clock: Clock }): Wrap =>
  (call, next) =>
    withTimeout({
      clock,
      ms: call.envelope.deadlineAtMs - clock.now(),
      signal: call.signal,
      onTimeout: () => new Failure('unavailable', { detail: `${call.service} did not answer in time.` }),
      run: (signal) => next({ ...call, signal }),
    })

/** The reason why a call ends whose caller went away first: it says nothing about the service that was called. */
export class CallerLeft extends Failure {
  constructor() {
    super('unavailable', { detail: 'The caller no longer waits.' })
  }
}

/** Runs with a signal of its own that aborts after `ms`, or with the outer one; rejects at that moment, whatever `run` does. */
export async function withTimeout<T>({
  clock,
  ms,
  signal,
  onTimeout,
  run,
}: {
  clock: Clock
  ms: number
  signal: AbortSignal
  onTimeout: () => Error
  run: (signal: AbortSignal) => Promise<T>
}): Promise<T> {
  if (signal.aborted) throw new CallerLeft()
  if (ms <= 0) throw onTimeout()
  const inner = new AbortController()
  const ended = Promise.withResolvers<never>()
  const end = (error: Error) => {
    inner.abort(error)
    ended.reject(error)
  }
  const leave = () => end(new CallerLeft())
  signal.addEventListener('abort', leave, { once: true })
  const cancel = clock.after(ms, () => end(onTimeout()))
  try {
    return await Promise.race([run(inner.signal), ended.promise])
  } finally {
    cancel()
    signal.removeEventListener('abort', leave)
  }
}
