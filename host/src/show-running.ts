import { type HostFile, readHostFile } from './host-file.ts'
import { identify } from './process-identity.ts'
import type { Progress } from './progress.ts'
import { startTable } from './start-table.ts'
import type { Timers } from './timers.ts'

/** Which start holds the lock, and where to print. */
export interface ShowRunningOptions {
  readonly dataDir: string
  readonly heldBy: number
  readonly progress: Progress
  readonly timers: Timers
  readonly write: (line: string) => void
}

/**
 * Prints the table of the host that runs here already, waiting for it while it starts. False when it ended meanwhile:
 * then this one may start.
 */
export async function showRunning({ dataDir, heldBy, progress, timers, write }: ShowRunningOptions): Promise<boolean> {
  for (let told = false; identify(heldBy) !== undefined; told = true) {
    const host = readHostFile(dataDir)
    if (host?.pid === heldBy && (await answers(host))) {
      write(startTable(host, { headline: `Halftone is open already, started by process ${heldBy}.` }))
      return true
    }
    if (!told) progress.say(`another start, process ${heldBy}, is under way here; waiting for it`)
    await new Promise<void>((resolve) => timers.after(pollMs, resolve))
  }
  return false
}

const pollMs = 200

async function answers({ url, token }: HostFile): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(2_000)
    const response = await fetch(`${url}/instances`, { headers: { authorization: `Bearer ${token}` }, signal })
    return response.ok
  } catch {
    return false
  }
}
