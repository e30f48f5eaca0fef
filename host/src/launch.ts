import { join } from 'node:path'
import type { StartAs } from '@switchyard/contracts/lab'
import { type Addresses, environmentOf } from './environment.ts'
import { launchProcess } from './processes.ts'
import type { Settings } from './settings.ts'
import type { Launch, LaunchedProcess } from './slot.ts'
import type { Timers } from './timers.ts'
import type { ServiceRow } from './topology.ts'

/** How services are run: as built, or one or all of them for someone who is working on them. */
export interface LaunchMode {
  /** Restarted or hot-reloaded when a file changes. */
  readonly watch: boolean
  /** Listens for a debugger on this port of 127.0.0.1. */
  readonly inspectPort?: number
}

/** Turns a row of the topology into the process of one of its instances. */
export function launchInstance(row: ServiceRow, options: LaunchOptions): Launch {
  if ('next' in row.runs) return launchOnFreePort(options.findPort, (port) => launchNext(row, options, port))
  const { settings, mode } = options
  const flags = [...memoryFlags(row), ...(mode.watch ? ['--watch', '--watch-preserve-output'] : [])]
  if (mode.inspectPort !== undefined) flags.push(`--inspect=127.0.0.1:${mode.inspectPort}`)
  return launchProcess({
    args: [...flags, row.runs.node],
    cwd: join(settings.checkout, row.folder),
    env: environmentOf(row, { ...options, production: !mode.watch, port: options.fixedPort ?? 0 }),
    log: logOf(options),
    timers: options.timers,
  })
}

/** What an instance needs beside its row. */
export interface LaunchOptions {
  readonly id: string
  readonly version: string
  /** In place of version and weight, for this instance. */
  readonly as?: StartAs | undefined
  readonly settings: Settings
  readonly addresses: Addresses
  readonly mode: LaunchMode
  /** For what cannot be found through the registry; others take any free port. */
  readonly fixedPort?: number | undefined
  readonly findPort: () => Promise<number>
  readonly timers: Timers
}

function launchNext(row: ServiceRow, options: LaunchOptions, port: number): Launch {
  const { settings, mode } = options
  const leash = new URL('./leash.ts', import.meta.url).href
  const program = ['node_modules/next/dist/bin/next', mode.watch ? 'dev' : 'start']
  return launchProcess({
    args: [...memoryFlags(row), '--import', leash, ...program, '-p', String(port), '-H', settings.bindHost],
    cwd: join(settings.checkout, row.folder),
    env: environmentOf(row, { ...options, production: !mode.watch, port }),
    log: logOf(options),
    answersOn: { host: settings.reachHost, port },
    timers: options.timers,
  })
}

/** Looks for a port first: a program that cannot tell which one it took must be told. */
function launchOnFreePort(findPort: () => Promise<number>, launch: (port: number) => Launch): Launch {
  return (events) => {
    let launched: LaunchedProcess | undefined
    let cancelled = false
    findPort().then(
      (port) => {
        if (cancelled) events.ended()
        else launched = launch(port)(events)
      },
      () => events.ended(),
    )
    const end = (how: 'terminate' | 'kill') => {
      cancelled = true
      launched?.[how]()
    }
    return {
      get pid() {
        return launched?.pid
      },
      terminate: () => end('terminate'),
      kill: () => end('kill'),
      freeze: () => launched?.freeze(),
      thaw: () => launched?.thaw(),
    }
  }
}

/** Node sizes its heap by the machine; eight processes on one have to be modest, each by what it does. */
function memoryFlags({ heapMbMax }: ServiceRow): string[] {
  return [`--max-old-space-size=${heapMbMax}`, '--max-semi-space-size=8']
}

function logOf({ id, settings }: LaunchOptions): string {
  return join(settings.dataDir, 'logs', `${id}.log`)
}
