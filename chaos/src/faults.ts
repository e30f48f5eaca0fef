import type { Action } from './control.ts'

/** One way to hurt the shop, over the control API. */
export interface Fault {
  readonly name: string
  /** For `--help` and the table. */
  readonly about: string
  /** One instance of one of these is hit. */
  readonly services: readonly string[]
  readonly begin: Action
  /** What heals it; left out where it heals by itself. */
  readonly end?: Action
  /** Between begin and end. */
  readonly holdMs: number
  /** Whether it has a new process once it is healed. */
  readonly replaced: boolean
}

const services = ['orders', 'inventory']
const killed = { begin: 'kill', holdMs: 0, replaced: true } as const
const frozen = { begin: 'freeze', end: 'thaw', holdMs: 4_000, replaced: false } as const
const drained = { begin: 'drain', end: 'start', holdMs: 3_000, replaced: true } as const

/** The catalogue of faults, in the order in which they run. */
export const faults: readonly Fault[] = [
  { name: 'kill-service', about: 'SIGKILL to one instance of orders or inventory', services, ...killed },
  { name: 'kill-gateway', about: 'SIGKILL to one gateway', services: ['gateway'], ...killed },
  { name: 'freeze-service', about: 'SIGSTOP to one instance of orders or inventory', services, ...frozen },
  { name: 'freeze-gateway', about: 'SIGSTOP to one gateway', services: ['gateway'], ...frozen },
  { name: 'drain-service', about: 'SIGTERM to one instance of orders or inventory', services, ...drained },
  { name: 'drain-gateway', about: 'SIGTERM to one gateway', services: ['gateway'], ...drained },
  { name: 'redis-kill', about: 'Redis is gone', services: ['redis'], ...killed, end: 'start', holdMs: 5_000 },
  { name: 'redis-freeze', about: 'Redis hangs', services: ['redis'], ...frozen },
  {
    name: 'redis-wipe',
    about: 'Redis forgets everything (FLUSHALL)',
    services: ['redis'],
    begin: 'wipe',
    holdMs: 0,
    replaced: false,
  },
  { name: 'postgres-kill', about: 'Postgres is gone', services: ['postgres'], ...killed, end: 'start', holdMs: 2_000 },
]

/**
 * The faults that a list of names means: a name in full, or its beginning (`kill` is both kills), each once, in the
 * catalogue's order. Throws a RangeError for a name that means none.
 */
export function faultsNamed(names: readonly string[]): Fault[] {
  const means = (name: string, fault: Fault) => fault.name === name || fault.name.startsWith(`${name}-`)
  const unknown = names.find((name) => !faults.some((fault) => means(name, fault)))
  if (unknown !== undefined) {
    throw new RangeError(`there is no fault "${unknown}"; there are ${faults.map(({ name }) => name).join(', ')}`)
  }
  return faults.filter((fault) => names.some((name) => means(name, fault)))
}
