/**
 * Tells a hung instance from a slow one. A frozen process still accepts connections, so only silence gives it away: a
 * call that waits long has its instance pinged, and is given up when there is no pong. A slow instance answers the ping
 * and is waited for, so a slow database does not multiply its own load through retries.
 *
 *     const wraps = [retry({ … }), balance(balancer), leaveHung({ ping, clock })]
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Entry } from './discovery.ts'
import { mayHappenTwice, type Wrap } from './link.ts'
import { TransportFault } from './transport-fault.ts'

/** Whether an instance answers its `/livez`; false rather than an error, and within a second. */
export type Ping = (instance: Entry) => Promise<boolean>

/** Rejects with a `timeout` fault, for calls that may go elsewhere; others wait until their deadline. */
export const leaveHung =
  ({ ping, clock, suspectMs = 200 }: { ping: Ping; clock: Clock; suspectMs?: number }): Wrap =>
  async (call, next) => {
    const { instance } = call
    if (!instance || !mayHappenTwice(call)) return await next(call)
    const left = new AbortController()
    const done = new AbortController()
    const leave = () => left.abort(call.signal.reason)
    call.signal.addEventListener('abort', leave, { once: true })
    if (call.signal.aborted) leave()
    const hung = async (): Promise<never> => {
      for (;;) {
        await clock.sleep(suspectMs, done.signal)
        if (done.signal.aborted) return await new Promise(() => {})
        if (!(await ping(instance))) break
      }
      const fault = new TransportFault('timeout', `${instance.instanceId} does not answer its pings`)
      left.abort(fault)
      throw fault
    }
    try {
      return await Promise.race([next({ ...call, signal: left.signal }), hung()])
    } finally {
      done.abort('done')
      call.signal.removeEventListener('abort', leave)
    }
  }
