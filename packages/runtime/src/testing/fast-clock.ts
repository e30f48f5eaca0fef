import { type Clock, systemClock } from '../clock.ts'

/** Real time, told faster: what waits for a lease or a deadline of ours waits `speed` times as short. */
export function fastClock(speed: number): Clock {
  const begun = Date.now()
  return {
    now: () => begun + Math.round((Date.now() - begun) * speed),
    sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
    after: (ms, run) => systemClock.after(ms / speed, run),
  }
}
