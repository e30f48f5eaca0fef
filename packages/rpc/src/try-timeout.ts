/**
 * Ends a try that takes far longer than this operation's answers took of late, so that another instance can still answer
 * within the deadline. How long that is comes from what was observed, never from a constant that somebody guessed.
 *
 *     const wraps = [retry({ … }), balance(balancer), tryTimeout({ times, clock })]
 */
import type { Clock } from '@switchyard/runtime/clock'
import { isInner, mayHappenTwice, type Wrap } from './link.ts'
import type { OperationTimes } from './operation-times.ts'
import { TransportFault } from './transport-fault.ts'

/** Fails a try with a `late` fault, for calls that may happen twice and have another try; not for calls made while serving a call. */
export const tryTimeout =
  ({ times, clock }: { times: OperationTimes; clock: Clock }): Wrap =>
  async (call, next) => {
    const ms = times.tryMsMax(call.name)
    if (ms === undefined || isInner(call) || !call.anotherTry || !mayHappenTwice(call)) return await next(call)
    const cancel = clock.after(ms, () => {
      if (!call.anotherTry?.()) return
      call.abandon?.(new TransportFault('late', `${call.instance?.instanceId} took longer than ${Math.round(ms)} ms`))
    })
    try {
      return await next(call)
    } finally {
      cancel()
    }
  }
