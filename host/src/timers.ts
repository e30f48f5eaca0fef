/** Time as the host's rules see it; passed in, so that tests move it by hand. */
export interface Timers {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls back once after `delayMs`; returns the cancellation. */
  after(delayMs: number, callback: () => void): () => void
}

/** The machine's own time; only a composition root passes it on. */
export const realTimers: Timers = {
  now: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}
