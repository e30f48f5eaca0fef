/**
 * The one shape that every pattern of the calling side has: it looks at a call, changes it, refuses it or makes it again.
 *
 *     const slow: Wrap = async (call, next) => { const reply = await next(call); log(call.name); return reply }
 */
import type { Policy } from '@switchyard/contracts/contract'
import type { Attempt } from '@switchyard/contracts/lab'
import type { Entry } from './discovery.ts'
import type { CacheNote, Envelope } from './envelope.ts'

/** One remote query or mutation on its way through the wrappers. Streams have no place here: a promise would swallow them. */
export interface Call {
  service: string
  /** The operation's name in its contract. */
  name: string
  kind: 'query' | 'mutation'
  policy: Policy
  input: unknown
  envelope: Envelope
  /** Aborts when nobody waits for the reply any more. */
  signal: AbortSignal
  beganAtMs: number
  /** The instances that this call has been sent to; the balancer adds to it and looks elsewhere first. */
  tried: Set<Entry>
  /** Where it goes, once the balancer has picked. */
  instance?: Entry
  /** Gives this try up, which then fails with this error; the call itself goes on. */
  abandon?: (error: Error) => void
  /** Pays for another try after this one; false when none may follow. Whoever gives a try up asks first, so that nothing is given up for nothing. */
  anotherTry?: (() => boolean) | undefined
  /** Another instance than those it has tried, or none. */
  elsewhere?: true
  /** Filled with every try, for whoever wants to see them. */
  attempts?: Attempt[] | undefined
  /** Filled by a cache that stands before the call. */
  cacheNotes?: CacheNote[] | undefined
  /** A copy that is older is not good enough for this caller. */
  copyAgeMsMax?: number | undefined
}

/** Sends a call on its way and resolves with what it is answered. */
export type Send = (call: Call) => Promise<unknown>
/** A pattern around a call: `next` is everything that comes after it. */
export type Wrap = (call: Call, next: Send) => Promise<unknown>

/** Puts wrappers around `send`, the first one outermost. */
export const chain = (wraps: readonly Wrap[], send: Send): Send =>
  wraps.reduceRight<Send>((next, wrap) => (call) => wrap(call, next), send)

/** The version of the service to which whoever calls has pinned their calls. */
export const pinOf = ({ envelope, service }: Call): string | undefined => envelope.pins?.[service]

/** Whether the call is made while serving another one: whoever made that one repeats it, so this one is not repeated for being slow. */
export const isInner = ({ envelope }: Call): boolean => (envelope.hops ?? 0) > 0

/** Whether doing this twice is the same as doing it once: queries, safe mutations, and mutations that carry a key. */
export const mayHappenTwice = ({ kind, policy, envelope }: Call): boolean =>
  kind === 'query' ||
  policy.idempotency === 'safe' ||
  (policy.idempotency === 'key' && envelope.idempotencyKey !== undefined)
