/**
 * The shape of what stands around the work of an instance: the onion of `link.ts`, on the side that is called.
 *
 *     const counted: Around = { call: (call, next) => { calls++; return next(call) }, request: (_, next) => next() }
 *     await serve({ …, around: counted })
 */
import type { IncomingMessage } from 'node:http'
import type { Envelope } from './envelope.ts'

/** The name under which a health ping goes through the path of the calls; no operation can have it. */
export const pingName = '-/ping'

/** One call that an instance is about to work on. */
export interface ServedCall {
  /** The operation's name in its contract, or {@link pingName}. */
  name: string
  /** A ping has none. */
  envelope?: Envelope
  /** Aborts when nobody waits for the reply any more. */
  signal: AbortSignal
}

/** Does a call and resolves with its reply. */
export type Work = (call: ServedCall) => Promise<unknown>

/** Stands around each call, and around each HTTP request whatever it is for; `next` is everything that comes after it. */
export interface Around {
  call(call: ServedCall, next: Work): Promise<unknown>
  request(request: IncomingMessage, next: () => Promise<void>): Promise<void>
}

/** What production code has around it. */
export const nothingAround: Around = {
  call: (call, next) => next(call),
  request: (_, next) => next(),
}
