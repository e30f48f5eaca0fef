import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts'

/**
 * One host per `DATA_DIR`. The lock names its holder by pid and start time, so that one left behind by SIGKILL, or whose
 * pid another process has by now, is taken over.
 */
export function takeLock(dataDir: string): Lock | { readonly heldBy: number } {
  mkdirSync(dataDir, { recursive: true })
  const path = join(dataDir, 'host.lock')
  const own = `${path}.${process.pid}`
  const record = JSON.stringify(identify() ?? { pid: process.pid, startTicks: 0 })
  writeFileSync(own, record, { mode: 0o600 })
  try {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      // A link appears with its content or not at all, and never replaces another.
      if (tryLink(own, path)) return { release: () => releaseIfOwn(path, record) }
      const holder = read(path)
      if (holder !== undefined && isAlive(holder)) return { heldBy: holder.pid }
      discardStale(path, `${own}.stale`)
    }
    throw new Error(`The lock ${path} can be neither read nor replaced; remove it by hand.`)
  } finally {
    rmSync(own, { force: true })
  }
}

/** Held until it is released; a process that dies loses it. */
export interface Lock {
  release(): void
}

function discardStale(path: string, aside: string): void {
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const moved = read(aside)
  // Somebody else took over between our look and our move: give it back.
  if (moved !== undefined && isAlive(moved)) tryLink(aside, path)
  rmSync(aside, { force: true })
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function releaseIfOwn(path: string, record: string): void {
  try {
    if (readFileSync(path, 'utf8') === record) rmSync(path)
  } catch {
    // It is gone already.
  }
}

function read(path: string): ProcessIdentity | undefined {
  try {
    const { pid, startTicks } = JSON.parse(readFileSync(path, 'utf8'))
    return Number.isInteger(pid) && Number.isInteger(startTicks) ? { pid, startTicks } : undefined
  } catch {
    return undefined
  }
}
