import type { Instance } from './control.ts'
import type { Fault } from './fault.ts'
import { faults } from './faults.ts'
import type { Injected, Injection, InjectOptions } from './inject.ts'
import type { Ground, Wound } from './strike.ts'

/** What {@link unleash} is made of. */
export type NemesisOptions = Omit<InjectOptions, 'fault' | 'holdMs' | 'untilReturned'> & { among: readonly Fault[] }

/**
 * The nemesis: in each window one fault of all, at a moment, for a time and to an instance that the seed chooses, while
 * others still last. No instance is hurt twice at once, and no more than three things at once. What cannot be hurt at that moment
 * is left out. Heals everything at its end.
 */
export async function unleash(options: NemesisOptions): Promise<Injected> {
  const { times, startMs, windowMs, clock, signal, random } = options
  const injections: Injection[] = []
  const lasting = new Map<string, Promise<void>>()
  const failures: string[] = []
  for (let window = 0; window < times && !signal.aborted; window += 1) {
    const atMs = startMs + (window + random.next() / 2) * windowMs
    await clock.sleep(Math.max(0, atMs - clock.now()), signal)
    if (signal.aborted || lasting.size >= atOnceMax) continue
    const chosen = await choose(options, lasting).catch(() => undefined)
    if (chosen === undefined) continue
    const { fault, target } = chosen
    const holdMs = fault.holdMs === 0 ? 0 : holdMsMin + random.next() * (Math.min(fault.holdMs, holdMsMax) - holdMsMin)
    const run = hurt({ ...options, fault, target, holdMs }).then(
      (injection) => void (injection !== undefined && injections.push(injection)),
      (error: unknown) => void failures.push(error instanceof Error ? error.message : String(error)),
    )
    lasting.set(
      target.id,
      run.finally(() => lasting.delete(target.id)),
    )
  }
  await Promise.all(lasting.values())
  return { injections: injections.toSorted((a, b) => a.atMs - b.atMs), brokenOff: failures[0] }
}

/** Whatever can be done to this ground by itself; what takes its time in one go is no part of a quick succession. */
export function faultsAmong(ground: Pick<Ground, 'firewall' | 'engines'>): Fault[] {
  return faults.filter(
    ({ isNemesis, needs, takesMs }) =>
      !isNemesis &&
      takesMs === undefined &&
      (needs === undefined || (needs === 'namespace' && ground.firewall !== undefined)),
  )
}

const atOnceMax = 3
const [holdMsMin, holdMsMax] = [500, 12_000]
const healTriesMax = 20
const healPauseMs = 500

async function choose(
  { among, control, random }: NemesisOptions,
  lasting: ReadonlyMap<string, unknown>,
): Promise<{ fault: Fault; target: Instance } | undefined> {
  const fault = random.pick(among)
  const fit = (await control.instances()).filter(
    ({ id, service, state }) => fault.services.includes(service) && state === 'ready' && !lasting.has(id),
  )
  return fit.length === 0 ? undefined : { fault, target: random.pick(fit) }
}

type Hurt = NemesisOptions & { fault: Fault; target: Instance; holdMs: number }

/** Undefined when the shop had changed in the meantime and could not be hurt like that. */
async function hurt(options: Hurt): Promise<Injection | undefined> {
  const { fault, target, holdMs, clock, signal } = options
  const atMs = clock.now()
  let wound: Wound
  try {
    wound = await fault.strike({ ...options, target })
  } catch {
    return undefined
  }
  if (wound.heal !== undefined) {
    await clock.sleep(holdMs, signal)
    await healed(wound.heal, options)
  }
  const told = { fault: fault.name, target: target.id, findings: wound.findings?.() ?? {} }
  const unseen = { wholeAtMs: undefined, registeredAtMs: undefined, takenAtMs: undefined }
  return { ...told, ...unseen, atMs, healedAtMs: wound.heal === undefined ? atMs : clock.now() }
}

/** Something else may be down that the healing needs. */
async function healed(heal: () => Promise<void>, { clock }: Hurt): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await heal()
    } catch (error) {
      if (tries === healTriesMax) throw error
      await clock.sleep(healPauseMs)
    }
  }
}
