import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { Progress } from './progress.ts'
import type { Slot } from './slot.ts'
import type { Timers } from './timers.ts'

/** An instance keeps dying before it is ready; the message ends with the end of its log. */
class CrashLoopError extends Error {
  override readonly name = 'CrashLoopError'
}

/**
 * Resolves when nothing is waited for any more, saying now and then what is; gives up on what has ended four times.
 * `look` is to be called after each change of state, by {@link FleetReady.changed}.
 */
export function untilFleetReady({ waitingFor, logOf, progress, timers, signal }: FleetReadyOptions): FleetReady {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let cancel = () => {}
  const over = (settle: () => void) => {
    cancel()
    signal.removeEventListener('abort', abort)
    settle()
  }
  const abort = () => over(() => reject(signal.reason))
  const changed = () => {
    const waiting = waitingFor()
    if (waiting.length === 0) return over(resolve)
    const looping = waiting.find(({ failuresInARow }) => failuresInARow >= failuresMax)
    if (looping !== undefined) over(() => reject(crashLoop(looping, logOf(looping))))
  }
  const remind = () => {
    cancel = timers.after(remindEveryMs, () => {
      progress.say(
        `waiting for ${waitingFor()
          .map(({ id, state }) => `${id} (${state})`)
          .join(', ')}`,
      )
      remind()
    })
  }
  signal.addEventListener('abort', abort, { once: true })
  remind()
  return { ready: promise, changed }
}

/** A wait that is told of changes. */
export interface FleetReady {
  readonly ready: Promise<void>
  changed(): void
}

/** What {@link untilFleetReady} watches. */
export interface FleetReadyOptions {
  readonly waitingFor: () => readonly Slot[]
  /** Path of an instance's log. */
  readonly logOf: (slot: Slot) => string
  readonly progress: Progress
  readonly timers: Timers
  readonly signal: AbortSignal
}

const failuresMax = 4
const remindEveryMs = 3_000

function crashLoop({ id }: Slot, log: string): CrashLoopError {
  return new CrashLoopError(
    `${id} ended ${failuresMax} times before it was ready. Its log (${log}) ends with:\n${tail(log)}`,
  )
}

function tail(path: string, { bytesMax = 3_000 } = {}): string {
  try {
    const file = openSync(path, 'r')
    const { size } = fstatSync(file)
    const buffer = Buffer.alloc(Math.min(size, bytesMax))
    readSync(file, buffer, 0, buffer.length, size - buffer.length)
    closeSync(file)
    return buffer.toString('utf8').trim()
  } catch {
    return '(nothing)'
  }
}
