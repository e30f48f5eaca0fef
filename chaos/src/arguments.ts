import { parseArgs } from 'node:util'
import type { Fault } from './fault.ts'
import { faults, faultsNamed } from './faults.ts'
import { everyLane, type Lane, lanesNamed } from './lanes.ts'
import { type AskedTiming, timingOf } from './timing.ts'
import { usage } from './usage.ts'

/** What a campaign was asked for. */
export interface Campaign {
  readonly faults: readonly Fault[]
  readonly timing: AskedTiming
  /** Requests a second; undefined: 60 % of the capacity, which is measured first. */
  readonly rate: number | undefined
  readonly seed: string
  readonly checkoutShare: number
  /** Seconds of load before the first fault; undefined: as long as under the fault, up to 30. */
  readonly baselineSeconds: number | undefined
  readonly lanes: readonly Lane[]
  /** Prints that are added to every edition before the load. */
  readonly moreEditions: number
  /** Of orders and of inventory. */
  readonly instances: number
  readonly gateways: number
  /** Leaves the shop's data and logs where they are. */
  readonly keepData: boolean
  /** A goal that is not met counts as a failure. */
  readonly strict: boolean
  /** Undefined: `chaos/results/`. */
  readonly json: string | undefined
  /** Set by the runner itself when it has started itself anew in a network namespace of its own. */
  readonly inNamespace: boolean
}

/** The command line asks for something impossible; the message says what, and the fix. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Reads the command line; 'help' when that is what was asked for. Throws a UsageError. */
export function readArguments(args: readonly string[]): Campaign | 'help' {
  const values = parse(args)
  if (values.help === true) return 'help'
  const timing = {
    seconds: secondsOf(values),
    times: optional('times', values.times, { min: 1, max: 1_000, whole: true }),
    holdMs: thousandfold(optional('hold', values.hold, { min: 0.1, max: 600 })),
  }
  const chosen = orUsage('--faults', () =>
    values.faults === undefined ? faults : faultsNamed(values.faults.split(',')),
  )
  for (const fault of chosen) orUsage('--times', () => timingOf(fault, timing))
  return {
    faults: chosen,
    timing,
    rate: values.rate === 'auto' ? undefined : number('rate', values.rate, { min: 0.1, max: 5_000 }),
    seed: seedOf(values.seed),
    checkoutShare: number('checkouts', values.checkouts, { min: 0, max: 100 }) / 100,
    baselineSeconds: optional('baseline', values.baseline, { min: 1, max: 600 }),
    lanes: lanesOf(values),
    moreEditions: number('editions', values.editions, { min: 0, max: 100_000, whole: true }),
    instances: number('instances', values.instances, { min: 1, max: 8, whole: true }),
    gateways: number('gateways', values.gateways, { min: 1, max: 8, whole: true }),
    keepData: values.keep === true,
    strict: values.strict === true,
    json: values.json,
    inNamespace: values['in-namespace'] === true,
  }
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const options = {
  faults: text,
  seconds: text,
  minutes: text,
  times: text,
  hold: text,
  baseline: text,
  rate: { ...text, default: 'auto' },
  checkouts: { ...text, default: '5' },
  seed: { ...text, default: '1' },
  without: text,
  compare: flag,
  editions: { ...text, default: '0' },
  instances: { ...text, default: '3' },
  gateways: { ...text, default: '2' },
  json: text,
  keep: flag,
  strict: flag,
  'in-namespace': flag,
  help: { ...flag, short: 'h' },
} as const

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${usage()}`)
  }
}

function secondsOf({ seconds, minutes }: { seconds?: string | undefined; minutes?: string | undefined }) {
  if (minutes === undefined) return optional('seconds', seconds, { min: 4, max: 86_400 })
  if (seconds !== undefined) throw new UsageError('--seconds and --minutes say the same; give one of them')
  return number('minutes', minutes, { min: 0.1, max: 1_440 }) * 60
}

function lanesOf({ without, compare }: { without?: string | undefined; compare?: boolean | undefined }) {
  if (without !== undefined) return orUsage('--without', () => lanesNamed(without))
  return compare === true ? everyLane : []
}

function orUsage<Value>(option: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    throw new UsageError(`${option}: ${error instanceof Error ? error.message : error}`)
  }
}

interface Range {
  readonly min: number
  readonly max: number
  readonly whole?: boolean
}

function optional(name: string, value: string | undefined, range: Range): number | undefined {
  return value === undefined ? undefined : number(name, value, range)
}

function number(name: string, value: string, { min, max, whole = false }: Range): number {
  const read = Number(value)
  if (value.trim() !== '' && read >= min && read <= max && (!whole || Number.isInteger(read))) return read
  throw new UsageError(`--${name} must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}, not "${value}"`)
}

function thousandfold(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value * 1000
}

/** It goes into idempotency keys and mail addresses. */
function seedOf(value: string): string {
  if (/^[a-z0-9]{1,20}$/i.test(value)) return value
  throw new UsageError(`--seed must be 1 to 20 letters and digits, not "${value}"`)
}
