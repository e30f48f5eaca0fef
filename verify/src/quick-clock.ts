import { type Clock, systemClock } from '@switchyard/runtime/clock'

/** A clock that runs so many times as fast as the wall's, so that what waits seconds is seen to in less. */
export function quickClock(speed: number): Clock {
  const startMs = systemClock.now()
  return {
    now: () => startMs + (systemClock.now() - startMs) * speed,
    sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
    after: (ms, run) => systemClock.after(ms / speed, run),
  }
}
