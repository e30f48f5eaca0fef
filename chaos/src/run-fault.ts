import { randomFrom } from '@switchyard/art/kit/random'
import type { Clock } from '@switchyard/runtime/clock'
import type { Wares } from './arrivals.ts'
import type { Control } from './control.ts'
import type { Fault } from './fault.ts'
import { ask } from './http.ts'
import { type Injected, type InjectOptions, injectAll } from './inject.ts'
import type { LabClient } from './lab-client.ts'
import { type Lane, scheduleLanes } from './lanes.ts'
import { runLoad } from './load.ts'
import { faultsAmong, unleash } from './nemesis.ts'
import { registeredInstances } from './registered-instances.ts'
import { type FaultReport, reportOf } from './report.ts'
import { countOrders, settle } from './settle.ts'
import { openShopClient, type ShopClient } from './shop-client.ts'
import type { Ground } from './strike.ts'
import type { Timing } from './timing.ts'
import { untilRegistered } from './until-registered.ts'
import { untilTaken } from './until-taken.ts'
import { watchShop } from './watch-shop.ts'

/** What decides one fault's run beside the shop. */
export interface RunPlan extends Timing {
  /** Arrivals a second, of all lanes together. */
  readonly rate: number
  /** The same seed: the same requests at the same moments, the same targets. */
  readonly seed: string
  readonly checkoutShare: number
  /** Of fault-free load; undefined: as long as under the fault, up to 30 s. */
  readonly baselineSeconds: number | undefined
  /** Ways of calling to compare with the shop's own. */
  readonly lanes: readonly Lane[]
}

/** A running shop, as {@link runFault} needs it. */
export interface Subject {
  readonly gateway: string
  readonly apiKey: string
  readonly control: Control
  readonly lab: LabClient
  readonly ground: Ground
  readonly wares: Wares
  /** Of orders and of inventory, when no fault wants another number. */
  readonly instances: number
}

/** What {@link runFault} takes. */
export interface RunOptions {
  readonly fault: Fault
  readonly plan: RunPlan
  readonly subject: Subject
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * One fault from beginning to end: warm-up, baseline, the same load with injections, healing, rest, check. Throws when the
 * host or the shop cannot be asked at all; whatever the shop does wrong stands in the report.
 */
export async function runFault(options: RunOptions): Promise<FaultReport> {
  const { fault, plan, subject, clock, signal } = options
  const { gateway, apiKey, control, lab, wares } = subject
  await using _ = await scaledFor(options)
  const shop = openShopClient({ gateway, apiKey, ask, clock })
  const ordersBefore = await countOrders(lab)
  const baselineSeconds = plan.baselineSeconds ?? Math.min(plan.seconds, baselineSecondsMax)
  const warmSeconds = Math.min(baselineSeconds, warmSecondsMax)
  const calmSeconds = warmSeconds + baselineSeconds
  const serve = await serveLanes(shop, options)
  const seed = `${plan.seed}-${fault.name}`
  const arrivals = scheduleLanes(plan.lanes, {
    ...plan,
    ...{ seed, seconds: calmSeconds + plan.seconds, wares },
    ...(fault.cards && { cards: fault.cards }),
  })
  const watch = watchShop({ control, lab, clock, ...(fault.isNemesis && { everyMs: longWatchEveryMs }) })
  const startMs = clock.now()
  const faultMs = startMs + calmSeconds * 1000
  const breaking = new AbortController()
  const either = AbortSignal.any([signal, breaking.signal])
  const [log, injected] = await Promise.all([
    runLoad({ arrivals, serve, clock, startMs, signal: either }),
    hurt(options, { seed, startMs: faultMs }).then((all) => {
      // Nobody wants a load for nothing.
      if (all.brokenOff !== undefined) breaking.abort()
      return all
    }),
  ])
  const seen = await watch.stop()
  await control.untilWhole({ limitMs: wholeMsMax, signal })
  const ofStrikes = injected.injections.reduce((sum, { findings }) => sum + (findings.orders ?? 0), 0)
  const settled = await settle({
    ...{ shop, check: lab.check, ordersOfOthers: ordersBefore + ofStrikes, clock, signal },
    settleMsMax: Math.max(fault.settleMs ?? 0, settleMsMin + plan.seconds * settleMsASecond),
  })
  const endMs = faultMs + plan.seconds * 1000
  return reportOf({ fault, plan, log, warmUntilMs: startMs + warmSeconds * 1000, endMs, injected, seen, settled })
}

const warmSecondsMax = 5
const baselineSecondsMax = 30
const wholeMsMax = 60_000
const returnedMsMax = 30_000
/** Whoever watches for long must not be a load by itself. */
const longWatchEveryMs = 1_000
/** Orders that piled up while things were broken take their time on a machine that is busy anyway. */
const [settleMsMin, settleMsASecond] = [60_000, 250]

function hurt(options: RunOptions, { seed, startMs }: { seed: string; startMs: number }): Promise<Injected> {
  const { fault, plan, subject, clock, signal } = options
  const { control, ground, lab } = subject
  const windowMs = (plan.seconds * 1000) / plan.times
  const random = randomFrom(`${seed} targets`)
  const common = { control, ground, clock, signal, startMs, windowMs, random, times: plan.times }
  if (fault.isNemesis) return unleash({ ...common, among: faultsAmong(ground) })
  const untilReturned: InjectOptions['untilReturned'] = async (afterMs, either) => {
    const { trap } = ground
    const seeing = { clock, limitMs: returnedMsMax, signal: either }
    const [registeredAtMs, takenAtMs] = await Promise.all([
      trap && untilRegistered({ ...seeing, control, registered: (service) => registeredInstances(trap, service) }),
      untilTaken({ ...seeing, lab, afterMs }),
    ])
    return { registeredAtMs, takenAtMs }
  }
  return injectAll({ ...common, fault, holdMs: plan.holdMs, untilReturned })
}

/** Sends each lane's requests with a scope that the lab has signed for it. */
async function serveLanes(shop: ShopClient, { plan: { lanes }, subject: { lab } }: RunOptions) {
  const scopes = new Map<string, string>()
  for (const [index, { name, without }] of lanes.entries()) {
    scopes.set(name, await lab.signScope({ session: `chaos-${index}`, without: [...without] }))
  }
  return (ask: Parameters<ShopClient['serve']>[0], lane: string | undefined) => shop.serve(ask, scopes.get(lane ?? ''))
}

/** As many instances as the fault wants, and afterwards as many as before. */
async function scaledFor({ fault, subject, signal }: RunOptions): Promise<AsyncDisposable> {
  const { control, instances } = subject
  const scale = async (count: number) => {
    for (const service of ['orders', 'inventory']) await control.scale(service, count)
    const wholeAtMs = await control.untilWhole({ limitMs: wholeMsMax, signal })
    if (wholeAtMs === undefined && !signal.aborted)
      throw new Error(`the shop was not whole after being scaled to ${count}`)
  }
  const wanted = fault.instances ?? instances
  if (wanted !== instances) await scale(wanted)
  return { [Symbol.asyncDispose]: async () => (wanted === instances || signal.aborted ? undefined : scale(instances)) }
}
