/** What one look takes in as idle at most: whoever watches the loop looks each ten milliseconds, and what is longer was no rest of ours. */
const idleMsMax = 12
/** A look costs two calls to the kernel; within a millisecond one is enough. */
const lookMs = 1
/** So much of pauses is made up for at once, and in the long run so much of what is done: a thread that is paused all the time gets less done, and has to live with it. */
const makesUp = { msMax: 500, paidBackShare: 0.5 }

/** A thread's own time, in milliseconds since some moment. */
export interface OwnTime {
  /** How long it has been at work or at rest. */
  ownMs: () => number
  /** The same, but standing still also until as much was done as a pause has kept from being done. */
  patientMs: () => number
}

/**
 * The time of a thread that shares its machine. Unlike the time of day it stands still while something else has the core: what came
 * meanwhile was not kept waiting by our own work, and a door that went by the time of day would refuse it. It has to be asked
 * each ten milliseconds. (Hypervisors call what is left out steal time.)
 */
export function ownTime({
  elapsedMs,
  cpuMs,
  idleMs,
}: {
  elapsedMs: () => number
  /** How long this thread was on a core. */
  cpuMs: () => number
  /** How long it had nothing to do. */
  idleMs: () => number
}): OwnTime {
  let before = { atMs: elapsedMs(), cpuMs: cpuMs(), idleMs: idleMs() }
  const time = { ownMs: 0, patientMs: 0 }
  let missedMs = 0
  let creditMs = makesUp.msMax
  const look = () => {
    const atMs = elapsedMs()
    const passedMs = atMs - before.atMs
    if (passedMs < lookMs) return time
    const now = { atMs, cpuMs: cpuMs(), idleMs: idleMs() }
    const restedMs = Math.min(idleMsMax, now.idleMs - before.idleMs)
    const spentMs = Math.min(passedMs, now.cpuMs - before.cpuMs + restedMs)
    const madeUpMs = Math.min(missedMs, spentMs)
    const forgivenMs = Math.min(creditMs, passedMs - spentMs)
    time.ownMs += spentMs
    time.patientMs += spentMs - madeUpMs
    missedMs += forgivenMs - madeUpMs
    creditMs = Math.min(makesUp.msMax, creditMs - forgivenMs + spentMs * makesUp.paidBackShare)
    before = now
    return time
  }
  return { ownMs: () => look().ownMs, patientMs: () => look().patientMs }
}
