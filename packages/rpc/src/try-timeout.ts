/**
 * Ends a try that takes far longer than this operation's answers took of late, so that another instance can still answer
 * within the deadline. How long that is comes from what was observed, never from a constant that somebody guessed.
 *
 *     const wraps = [retry({ … }), balance(balancer), tryTimeout({ times, peers, clock })]
 */
import type { Clock } from '@switchyard/runtime/clock'
import { isInner, mayHappenTwice, pinOf, type Wrap } from './link.ts'
import type { OperationTimes } from './operation-times.ts'
import type { Peers } from './peers.ts'
import { TransportFault } from './transport-fault.ts'

/** Fails a try with a `late` fault when somebody else may answer, for calls that may happen twice and have another try; not for calls made while serving a call. */
export const tryTimeout =
  ({ times, peers, clock }: { times: OperationTimes; peers: Pick<Peers, 'isAnybodyBut'>; clock: Clock }): Wrap =>
  async (call, next) => {
    const ms = times.tryMsMax(call.name)
    const { instance, anotherTry } = call
    if (ms === undefined || !instance || isInner(call) || !anotherTry || !mayHappenTwice(call)) return await next(call)
    const giveUp = () => {
      cancel = clock.after(ms, giveUp)
      if (!peers.isAnybodyBut(instance, pinOf(call)) || !anotherTry()) return
      call.abandon?.(new TransportFault('late', `${instance.instanceId} took longer than ${Math.round(ms)} ms`))
    }
    let cancel = clock.after(ms, giveUp)
    try {
      return await next(call)
    } finally {
      cancel()
    }
  }
