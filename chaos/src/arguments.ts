import { parseArgs } from 'node:util'
import { type Fault, faults, faultsNamed } from './faults.ts'
import type { RunPlan } from './run-fault.ts'

/** What a campaign was asked for. */
export interface Campaign {
  readonly faults: readonly Fault[]
  readonly plan: RunPlan
  /** Of orders and of inventory. */
  readonly instances: number
  readonly gateways: number
  /** Leaves the shop's data and logs where they are. */
  readonly keepData: boolean
  /** Undefined: `chaos/results/`. */
  readonly json: string | undefined
}

/** The command line asks for something impossible; the message says what, and the fix. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Reads the command line; 'help' when that is what was asked for. Throws a UsageError. */
export function readArguments(args: readonly string[]): Campaign | 'help' {
  const values = parse(args)
  if (values.help === true) return 'help'
  const seconds = number('seconds', values.seconds, { min: 4, max: 86_400 })
  const times = number('times', values.times ?? String(Math.max(1, Math.floor(seconds / 10))), {
    min: 1,
    max: 1_000,
    whole: true,
  })
  if (seconds / times < windowSecondsMin)
    throw new UsageError(
      `--times ${times} in --seconds ${seconds} leaves less than ${windowSecondsMin} s each: fewer times, or more seconds`,
    )
  const hold = values.hold === undefined ? undefined : number('hold', values.hold, { min: 0.1, max: 600 })
  return {
    faults: named(values.faults),
    plan: {
      rate: number('rate', values.rate, { min: 0.1, max: 5_000 }),
      seconds,
      times,
      seed: seedOf(values.seed),
      holdMs: hold === undefined ? undefined : hold * 1000,
      checkoutShare: number('checkouts', values.checkouts, { min: 0, max: 100 }) / 100,
    },
    instances: number('instances', values.instances, { min: 1, max: 8, whole: true }),
    gateways: number('gateways', values.gateways, { min: 1, max: 8, whole: true }),
    keepData: values.keep === true,
    json: values.json,
  }
}

/** What `--help` prints. */
export function usage(): string {
  const width = Math.max(...faults.map(({ name }) => name.length))
  return `npm run chaos -- [options]

Starts a shop of its own, sends it an open-loop load, hurts it over the host's control API, and checks that no order,
print or cent was lost. Exit code 1 when an invariant is broken.

  --faults a,b      names or their beginnings (kill = kill-service, kill-gateway); default: all
  --seconds 60      load under each fault; the baseline before it is as long, up to 30 s
  --times n         how often the fault comes in that time; default: every 10 s
  --hold 5          seconds from fault to healing, at most half a window; default: the fault's own
  --rate 40         requests a second, evenly spaced
  --checkouts 5     per cent of the requests that buy; the rest browses
  --seed 1          the same seed: the same requests, the same targets
  --instances 3     of orders and of inventory
  --gateways 2
  --json file       where the figures go; default: chaos/results/<date>-<commit>.json
  --keep            leave the shop's data and logs behind, to look at

${faults.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join('\n')}
`
}

/** A window must hold a fault and two calm seconds. */
const windowSecondsMin = 4

const text = { type: 'string' } as const
const options = {
  faults: text,
  seconds: { ...text, default: '60' },
  times: text,
  hold: text,
  rate: { ...text, default: '40' },
  checkouts: { ...text, default: '5' },
  seed: { ...text, default: '1' },
  instances: { ...text, default: '3' },
  gateways: { ...text, default: '2' },
  json: text,
  keep: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${usage()}`)
  }
}

function named(list: string | undefined): readonly Fault[] {
  try {
    return list === undefined ? faults : faultsNamed(list.split(','))
  } catch (error) {
    throw new UsageError(`--faults: ${error instanceof Error ? error.message : error}`)
  }
}

function number(
  name: string,
  value: string,
  { min, max, whole = false }: { min: number; max: number; whole?: boolean },
) {
  const read = Number(value)
  if (value.trim() !== '' && read >= min && read <= max && (!whole || Number.isInteger(read))) return read
  throw new UsageError(`--${name} must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}, not "${value}"`)
}

/** It goes into idempotency keys and mail addresses. */
function seedOf(value: string): string {
  if (/^[a-z0-9]{1,20}$/i.test(value)) return value
  throw new UsageError(`--seed must be 1 to 20 letters and digits, not "${value}"`)
}
