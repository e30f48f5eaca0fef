import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'

/** A process that cannot be mistaken for a later one with the same pid: `startTicks` are clock ticks since boot. */
export interface ProcessIdentity {
  readonly pid: number
  readonly startTicks: number
}

/** The identity to remember of a process that runs now (own by default); undefined when there is none or it is a zombie. */
export function identify(pid: number = process.pid): ProcessIdentity | undefined {
  const stat = readStat(pid)
  return stat === undefined || stat.state === 'Z' ? undefined : { pid, startTicks: stat.startTicks }
}

/** Whether that very process still runs: a recycled pid and a zombie count as gone. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startTicks === identity.startTicks
}

/** All processes whose working directory is `directory`: how a database's own processes are found without trusting a pid file. */
export function processesIn(directory: string): number[] {
  let real: string
  try {
    real = realpathSync(directory)
  } catch {
    return []
  }
  return pids().filter((pid) => pid !== process.pid && workingDirectory(pid) === real && identify(pid) !== undefined)
}

/** The direct children of a process. */
export function childrenOf(parent: number): number[] {
  return pids().filter((pid) => readStat(pid)?.parent === parent)
}

function pids(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

function readStat(pid: number): { state: string; parent: number; startTicks: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', parent: Number(fields[1]), startTicks: Number(fields[19]) }
  } catch {
    return undefined
  }
}
