import { randomFrom } from '@switchyard/art/kit/random'
import type { Clock } from '@switchyard/runtime/clock'
import { scheduleArrivals, type Wares } from './arrivals.ts'
import type { Control } from './control.ts'
import type { Fault } from './faults.ts'
import { ask } from './http.ts'
import { injectAll } from './inject.ts'
import type { LedgerEntry } from './ledger.ts'
import { runLoad } from './load.ts'
import { type FaultReport, reportOf } from './report.ts'
import { settle, takeInventory } from './settle.ts'
import { openShopClient } from './shop-client.ts'

/** What decides one fault's run beside the shop. */
export interface RunPlan {
  /** Arrivals a second. */
  readonly rate: number
  /** Of load under the fault; the fault-free baseline before it is as long, but at most 30 s. */
  readonly seconds: number
  /** How often the fault comes in that time. */
  readonly times: number
  /** The same seed: the same requests at the same moments, the same targets. */
  readonly seed: string
  /** In place of the fault's own; at most half of a window. */
  readonly holdMs: number | undefined
  readonly checkoutShare: number
}

/** A running shop, as {@link runFault} needs it. */
export interface Subject {
  readonly gateway: string
  readonly apiKey: string
  readonly control: Control
  readonly wares: Wares
  readonly readEntries: () => Promise<LedgerEntry[]>
}

interface RunOptions {
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
export async function runFault({ fault, plan, subject, clock, signal }: RunOptions): Promise<FaultReport> {
  const { gateway, apiKey, control, wares, readEntries } = subject
  const shop = openShopClient({ gateway, apiKey, ask, clock })
  const seed = `${plan.seed}-${fault.name}`
  const before = await takeInventory({ shop, readEntries, skus: wares.skus })
  const calmSeconds = warmSeconds + Math.min(plan.seconds, baselineSecondsMax)
  const arrivals = scheduleArrivals({ ...plan, seed, seconds: calmSeconds + plan.seconds, wares })
  const startMs = clock.now()
  const faultMs = startMs + calmSeconds * 1000
  const windowMs = (plan.seconds * 1000) / plan.times
  const [log, injections] = await Promise.all([
    runLoad({ arrivals, serve: shop.serve, clock, startMs, signal }),
    injectAll({
      fault: { ...fault, holdMs: plan.holdMs ?? fault.holdMs },
      times: plan.times,
      startMs: faultMs,
      windowMs,
      control,
      random: randomFrom(`${seed} targets`),
      clock,
      signal,
    }),
  ])
  await control.untilWhole({ limitMs: wholeMsMax, signal })
  const settled = await settle({ shop, readEntries, before, clock, signal })
  const endMs = faultMs + plan.seconds * 1000
  const warmUntilMs = startMs + warmSeconds * 1000
  return reportOf({ fault, rate: plan.rate, log, warmUntilMs, endMs, injections, settled })
}

const warmSeconds = 5
const baselineSecondsMax = 30
const wholeMsMax = 60_000
