import type { Clock } from '@switchyard/runtime/clock'

/** Remembers a ring that came while nobody waited, so that no hint falls between two looks. */
export function createBell() {
  let rung = false
  let waiting: AbortController | null = null
  return {
    ring: () => {
      rung = true
      waiting?.abort()
    },
    /** Waits for a ring, for `ms` at most, and says whether there was one. */
    async rungOr(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
      if (!rung) {
        waiting = new AbortController()
        await clock.sleep(ms, AbortSignal.any([signal, waiting.signal]))
        waiting = null
      }
      const wasRung = rung
      rung = false
      return wasRung
    },
  }
}
