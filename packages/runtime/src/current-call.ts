/**
 * The call that is being served, for what works deep below its handler: a query has to end when its caller stops waiting,
 * and nobody wants to hand a deadline through every store.
 *
 *     await serveCall({ signal, leftMs: () => deadlineAtMs - clock.now() }, () => handler(input))
 *     currentCall()?.leftMs()
 *
 * Workers and jobs serve no call, so they work on as they like.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

/** How long the caller of the present work waits. */
export interface CurrentCall {
  /** Aborts when nobody waits for the answer any more: the deadline has passed, or the caller has left. */
  readonly signal: AbortSignal
  /** Milliseconds until the deadline; negative after it. */
  leftMs(): number
}

const calls = new AsyncLocalStorage<CurrentCall>()

/** Runs `work`, and all that it starts, as the work of this call. */
export const serveCall = <T>(call: CurrentCall, work: () => T): T => calls.run(call, work)

/** Runs `work` as the work of no call, because several wait for it: whoever leaves must not end it for the others. */
export const serveNobody = <T>(work: () => T): T => calls.exit(work)

/** The call for which the present code runs; undefined in work that nobody waits for. */
export const currentCall = (): CurrentCall | undefined => calls.getStore()
