import type { Random } from '@switchyard/art/kit/random'
import type { Clock } from '@switchyard/runtime/clock'
import type { Control, Instance } from './control.ts'
import type { Fault } from './fault.ts'
import type { Findings, Ground, Wound } from './strike.ts'
import { windowCalmMs } from './timing.ts'

/** One time that a fault came. Times are milliseconds of the campaign's clock. */
export interface Injection {
  /** Only where faults of several kinds come. */
  readonly fault?: string
  readonly target: string
  readonly atMs: number
  /** When its end was asked for; `atMs` where it heals by itself. */
  readonly healedAtMs: number
  /** When every instance was ready and reached again; undefined when that was not seen. */
  readonly wholeAtMs: number | undefined
  /** For what empties the registry: when every instance was in it again; undefined when that was not seen. */
  readonly registeredAtMs: number | undefined
  /** For what takes the queues away: when a canary had been taken from each; undefined when that was not seen. */
  readonly takenAtMs: number | undefined
  readonly findings: Findings
}

/** See {@link Injection}. */
type Returned = Pick<Injection, 'registeredAtMs' | 'takenAtMs'>

/** What came of all of them. */
export interface Injected {
  readonly injections: readonly Injection[]
  /** Why the last one could not be made, or not be healed, and no more were tried. */
  readonly brokenOff: string | undefined
}

/** What {@link injectAll} is made of. */
export interface InjectOptions {
  readonly fault: Fault
  readonly times: number
  readonly holdMs: number
  /** The first window's beginning. */
  readonly startMs: number
  /** One injection comes at the beginning of each window. */
  readonly windowMs: number
  readonly control: Control
  readonly ground: Ground
  /** Sees what is in Redis come back after a moment. */
  readonly untilReturned: (afterMs: number, signal: AbortSignal) => Promise<Returned>
  readonly random: Random
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Brings a fault again and again, each time to an instance that the seed chooses, and heals it. A window that begins
 * while the shop is not whole yet is used late, or left out when too little of it is left, so fewer injections than asked
 * for may come back. Never rejects: what was seen until the host refused is worth keeping.
 */
export async function injectAll(options: InjectOptions): Promise<Injected> {
  const { times, startMs, windowMs, clock, signal, fault, holdMs } = options
  const injections: Injection[] = []
  const neededMs = holdMs + (fault.takesMs ?? 0) + windowCalmMs
  for (let window = 0; window < times && !signal.aborted; window += 1) {
    const beginMs = startMs + window * windowMs
    const lateMs = clock.now() - beginMs
    // Whoever is late took this window for coming back from the last one.
    if (lateMs > lateMsMax && windowMs - lateMs < neededMs) continue
    await clock.sleep(Math.max(-lateMs, 0), signal)
    if (signal.aborted) break
    try {
      injections.push(await injectOnce(options, beginMs + windowMs))
    } catch (error) {
      return { injections, brokenOff: error instanceof Error ? error.message : String(error) }
    }
  }
  return { injections, brokenOff: undefined }
}

const lateMsMax = 500
const neverAway: Returned = { registeredAtMs: undefined, takenAtMs: undefined }

/** How long a shop may take to be whole again when the next window does not press. */
const wholeMsMax = 30_000

async function injectOnce(options: InjectOptions, untilMs: number): Promise<Injection> {
  const { fault, control, clock, signal } = options
  const target = await chooseTarget(options)
  const atMs = clock.now()
  const wound = await fault.strike({ ...options, target })
  await untilHealed(wound, options)
  const healedAtMs = wound.heal === undefined ? atMs : clock.now()
  const [wholeAtMs, returned] = await Promise.all([
    control.untilWhole({
      limitMs: Math.max(untilMs - clock.now(), wholeMsMax),
      replaced: fault.replaced ? target : undefined,
      signal,
    }),
    fault.services.includes('redis') ? options.untilReturned(healedAtMs, signal) : neverAway,
  ])
  const findings = wound.findings?.() ?? {}
  return { target: target.id, atMs, healedAtMs, wholeAtMs, ...returned, findings }
}

/** An interrupted campaign heals at once. */
async function untilHealed({ heal }: Wound, { clock, holdMs, signal }: InjectOptions) {
  if (heal === undefined) return
  await clock.sleep(holdMs, signal)
  await heal()
}

async function chooseTarget({ fault: { services }, control, random }: InjectOptions): Promise<Instance> {
  const list = (await control.instances()).filter(({ service }) => services.includes(service))
  if (list.length === 0) throw new Error(`no instance of ${services.join(' or ')} runs`)
  return random.pick(list)
}
