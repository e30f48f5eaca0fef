/** Why: this visitor has asked for much, or the shop has more to do than it can. */
export type PauseReason = 'much' | 'full'

/** How long this browser was asked to wait, for everyone who wants to know. */
export interface Pause {
  /** Called by whoever was told to come back later. */
  tell(retryAfterMs: number, why?: PauseReason): void
  /** Until when, by this browser's clock; 0 when nobody has to wait. */
  until(): number
  why(): PauseReason
  subscribe(listener: () => void): () => void
}

/** A person can neither read nor mind less. */
const shortestMs = 3_000

/** Keeps the latest moment that was told, until it is over. */
export function createPause({
  now,
  after,
}: {
  now: () => number
  after: (ms: number, run: () => void) => void
}): Pause {
  const listeners = new Set<() => void>()
  let until = 0
  let why: PauseReason = 'much'
  const set = (next: number) => {
    until = next
    for (const listener of listeners) listener()
  }
  return {
    tell(retryAfterMs, reason = 'much') {
      // What is asked again meanwhile is refused again, and makes nobody wait longer.
      if (until > 0) return
      why = reason
      const ms = Math.max(retryAfterMs, shortestMs)
      set(now() + ms)
      after(ms, () => set(0))
    },
    until: () => until,
    why: () => why,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
