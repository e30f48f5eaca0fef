import type { Random } from '@switchyard/art/kit/random'
import type { Clock } from '@switchyard/runtime/clock'
import type { Control, Instance } from './control.ts'
import type { Fault } from './faults.ts'

/** One time that a fault came. Times are milliseconds of the campaign's clock. */
export interface Injection {
  readonly target: string
  readonly atMs: number
  /** When its end was asked for; `atMs` where it heals by itself. */
  readonly healedAtMs: number
  /** When every instance was ready and reached again; undefined when that was not seen. */
  readonly wholeAtMs: number | undefined
}

/** What {@link injectAll} is made of. */
export interface InjectOptions {
  readonly fault: Fault
  readonly times: number
  /** The first window's beginning. */
  readonly startMs: number
  /** One injection comes at the beginning of each window. */
  readonly windowMs: number
  readonly control: Control
  readonly random: Random
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Brings a fault again and again, each time to an instance that the seed chooses, and heals it. A window that begins
 * while the shop is not whole yet is left out, so fewer injections than asked for may come back.
 */
export async function injectAll(options: InjectOptions): Promise<Injection[]> {
  const { times, startMs, windowMs, clock, signal } = options
  const injections: Injection[] = []
  for (let window = 0; window < times && !signal.aborted; window += 1) {
    const beginMs = startMs + window * windowMs
    // Whoever is late took this window for coming back from the last one.
    if (clock.now() > beginMs + lateMsMax) continue
    await clock.sleep(beginMs - clock.now(), signal)
    if (!signal.aborted) injections.push(await injectOnce(options, beginMs + windowMs))
  }
  return injections
}

const lateMsMax = 500

/** How long a shop may take to be whole again when the next window does not press. */
const wholeMsMax = 30_000

async function injectOnce({ fault, control, random, clock, signal, windowMs }: InjectOptions, untilMs: number) {
  const target = await chooseTarget(fault, control, random)
  const atMs = clock.now()
  await control.act(target.id, fault.begin)
  const { end } = fault
  if (end !== undefined) {
    await clock.sleep(Math.min(fault.holdMs, windowMs / 2), signal)
    await control.act(target.id, end)
  }
  const healedAtMs = end === undefined ? atMs : clock.now()
  const wholeAtMs = await control.untilWhole({
    limitMs: Math.max(untilMs - clock.now(), wholeMsMax),
    replaced: fault.replaced ? target : undefined,
    signal,
  })
  return { target: target.id, atMs, healedAtMs, wholeAtMs }
}

async function chooseTarget({ services }: Fault, control: Control, random: Random): Promise<Instance> {
  const list = (await control.instances()).filter(({ service }) => services.includes(service))
  if (list.length === 0) throw new Error(`no instance of ${services.join(' or ')} runs`)
  return random.pick(list)
}
