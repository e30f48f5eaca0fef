import type { RunPlan } from './fleet.ts'
import { type Lock, takeLock } from './lock.ts'
import { claimPorts } from './ports.ts'
import { createProgress, type Progress } from './progress.ts'
import type { Settings } from './settings.ts'
import { showRunning } from './show-running.ts'
import { startHost } from './start.ts'
import { startTable } from './start-table.ts'
import { StopRequested, stopRequests } from './stop-requests.ts'
import type { Timers } from './timers.ts'

/** What `npm start` and `npm run dev` are run with. */
export interface StartCommandOptions {
  readonly settings: Settings
  readonly version: string
  readonly plan: RunPlan
  readonly timers: Timers
  readonly random: () => number
  readonly write: (line: string) => void
}

/**
 * `npm start`: brings everything up, prints the table, and stays until it is asked to stop; then leaves nothing behind.
 * Where one runs already in this `DATA_DIR`, prints its table and returns.
 *
 * @throws An error whose message says what is wrong and what to do; everything has been stopped then.
 */
export async function startCommand(options: StartCommandOptions): Promise<void> {
  const { settings, timers, write } = options
  const progress = createProgress({ write, now: timers.now })
  const lock = takeLock(settings.dataDir)
  if ('heldBy' in lock) {
    if (await showRunning({ dataDir: settings.dataDir, heldBy: lock.heldBy, progress, timers, write })) return
    return startCommand(options)
  }
  try {
    await claimPorts(settings)
    await runUntilStopped(options, { lock, progress })
  } finally {
    lock.release()
  }
}

async function runUntilStopped(options: StartCommandOptions, { lock, progress }: { lock: Lock; progress: Progress }) {
  const { timers, write } = options
  let kill = () => {}
  const insist = () => {
    kill()
    lock.release()
    process.exit(1)
  }
  const stopping = stopRequests({ now: timers.now, insist })
  const { signal } = stopping
  const cleanup = new AsyncDisposableStack()
  try {
    const onStopAsked = () => stopping.abort(new StopRequested('asked to'))
    const started = await startHost({ ...options, progress, signal, cleanup, onStopAsked })
    kill = started.kill
    const headline = `Halftone is open: ready in ${progress.elapsed()}. Ctrl-C stops everything.`
    write(startTable(started.host, { headline }))
    process.send?.({ type: 'ready' })
    await aborted(signal)
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    progress.say('stopping everything')
    timers.after(stopMsMax, insist)
    await cleanup.disposeAsync()
    progress.say('stopped; nothing is left running')
  }
}

/** Longest that a stop may take; then whatever is left is killed. */
const stopMsMax = 40_000

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
