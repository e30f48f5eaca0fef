import type { Attempt, LabScope } from '@switchyard/contracts/lab'

/** Who stands behind a call: a person, a program, or one of our own processes on its own account. */
export interface Principal {
  kind: 'guest' | 'shopper' | 'staff' | 'admin' | 'partner' | 'service'
  id: string
  /** What an API key may do beside its owner's rights, e.g. `orders:read`. */
  scopes?: readonly string[]
  /** What keeps a member of staff from being taken for one: they are told so, rather than that they may not. */
  lacks?: 'second factor'
}

/** What travels with every call: one per call, also inside a batch, so calls of different users can share a request. */
export interface Envelope {
  callId: string
  principal: Principal
  /** When the caller stops waiting, in milliseconds since the epoch on this process's clock. */
  deadlineAtMs: number
  /** W3C trace context. */
  traceparent: string
  idempotencyKey?: string
  /** How many services stand between this call and the edge; 0 when left out. A call made while serving a call is not repeated for being slow. */
  hops?: number
  /** The version of a service that alone may serve this call and those that follow from it. */
  pins?: Readonly<Record<string, string>>
  /** The terms of a visitor of the lab for their own calls; whoever lets the public in has checked its signature. */
  lab?: LabScope
}

/** What a cache on the way has done with one call: answered it from a copy (`hit`, or `stale` while it asks anew), had it asked (`miss`), let it wait for the answer to another (`joined`), or found nobody who answers and gave a copy (`error`). */
export interface CacheNote {
  /** `service.name`. */
  operation: string
  how: 'hit' | 'stale' | 'miss' | 'joined' | 'error'
  ageMs: number
  /** When it was asked for. */
  sinceMs: number
  /** How long the copy is fresh from now on; negative once it is not. */
  leftMs: number
}

/** What a handler is given beside its input. The signal aborts at the deadline, or when the caller leaves. */
export interface CallContext {
  envelope: Envelope
  signal: AbortSignal
  /** Filled by caches that stand before the calls made within, for whoever says where an answer is from. */
  cacheNotes?: CacheNote[]
  /** No copy that is older is good enough for what is asked within, whatever the contract allows. */
  copyAgeMsMax?: number
}

/** On whose behalf a call is made and until when; a handler passes its own context on. */
export interface CallScope {
  principal: Principal
  deadlineAtMs: number
  traceparent: string
  signal?: AbortSignal
  idempotencyKey?: string
  hops?: number
  pins?: Readonly<Record<string, string>>
  lab?: LabScope
  /** Filled with every try of the call, for whoever wants to see where it went. */
  attempts?: Attempt[]
  cacheNotes?: CacheNote[]
  copyAgeMsMax?: number
}
