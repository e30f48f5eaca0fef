import type { Clock } from '@switchyard/runtime/clock'
import type { Campaign } from './arguments.ts'
import { type Capacity, rateFor } from './capacity.ts'
import type { Fault } from './faults.ts'
import { measureShop } from './measure-shop.ts'
import { type OwnShop, openOwnShop } from './own-shop.ts'
import type { FaultReport } from './report.ts'
import { runFault } from './run-fault.ts'
import { timingOf } from './timing.ts'

/** What a campaign brought to light. */
export interface Campaigned {
  readonly reports: readonly FaultReport[]
  /** Faults of which nothing is known, and why. */
  readonly notRun: readonly { readonly fault: string; readonly why: string }[]
  /** What each kind of shop could do without any fault; empty with a fixed rate. */
  readonly capacities: readonly (Capacity & { readonly ground: Kind; readonly rate: number })[]
}

/** Whether callers reach instances directly or through our proxies. */
type Kind = 'plain' | 'proxied'

/** What {@link runCampaign} takes. */
export interface CampaignOptions {
  readonly campaign: Campaign
  /** Why no fault that needs a network namespace can be run; undefined: they can. */
  readonly withoutNamespace: string | undefined
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly write: (line: string) => void
  /** Called after each fault with what is known so far. */
  readonly onProgress: (soFar: Campaigned) => void
}

/**
 * Runs every fault of a campaign on a shop of the kind that it needs. A fault that cannot be run to its end costs the
 * shop, which may be in any state, and no other fault.
 */
export async function runCampaign(options: CampaignOptions): Promise<Campaigned> {
  const { campaign, withoutNamespace, signal, write, onProgress } = options
  const found: Found = { reports: [], notRun: [], capacities: [] }
  for (const kind of ['plain', 'proxied'] as const) {
    const faults = campaign.faults.filter(({ needs }) => (needs === 'proxied') === (kind === 'proxied'))
    const able = faults.filter(({ needs }) => needs !== 'namespace' || withoutNamespace === undefined)
    for (const { name } of faults.filter((fault) => !able.includes(fault))) {
      found.notRun.push({ fault: name, why: withoutNamespace ?? '' })
      write(`${name}: not run: ${withoutNamespace}`)
    }
    let shop: OwnShop | undefined
    try {
      for (const fault of able) {
        if (signal.aborted) break
        try {
          shop ??= await openShop(kind, options)
          const report = await runOne(fault, { kind, shop, found, options })
          if (!signal.aborted) found.reports.push(report)
        } catch (error) {
          if (signal.aborted) break
          found.notRun.push({ fault: fault.name, why: error instanceof Error ? error.message : String(error) })
          write(`${fault.name}: not run to its end: ${error instanceof Error ? error.message : error}`)
          await shop?.[Symbol.asyncDispose]()
          shop = undefined
        }
        onProgress(found)
      }
    } finally {
      await shop?.[Symbol.asyncDispose]()
    }
  }
  return found
}

interface Found extends Campaigned {
  readonly reports: FaultReport[]
  readonly notRun: { fault: string; why: string }[]
  readonly capacities: (Capacity & { ground: Kind; rate: number })[]
}

async function openShop(kind: Kind, { campaign, clock, signal, write }: CampaignOptions): Promise<OwnShop> {
  const { instances, gateways, keepData } = campaign
  write(`starting a ${kind} shop: ${instances} × orders, ${instances} × inventory, ${gateways} × gateway`)
  const shop = await openOwnShop({ ...campaign, proxied: kind === 'proxied', clock, signal })
  if (keepData) write(`its data and logs stay in ${shop.dataDir}`)
  return shop
}

interface One {
  readonly kind: Kind
  readonly shop: OwnShop
  readonly found: Found
  readonly options: CampaignOptions
}

async function runOne(fault: Fault, { kind, shop, found, options }: One): Promise<FaultReport> {
  const { campaign, clock, signal, write } = options
  const { subject } = shop
  let rate = campaign.rate ?? found.capacities.find(({ ground }) => ground === kind)?.rate
  if (rate === undefined) {
    const capacity = await measureShop(subject, { ...campaign, clock, signal })
    rate = rateFor(capacity)
    found.capacities.push({ ...capacity, ground: kind, rate })
    write(capacityLine(capacity, rate))
  }
  const timing = timingOf(fault, campaign.timing)
  const held = fault.holdMs === 0 ? '' : `, ${timing.holdMs / 1000} s each`
  write(`${fault.name}: ${fault.about}; ${timing.times} × in ${timing.seconds} s${held}, at ${rate}/s`)
  return runFault({ fault, plan: { ...campaign, ...timing, rate }, subject, clock, signal })
}

function capacityLine({ perSecond, stages }: Capacity, rate: number): string {
  const seen = stages.map(({ width, perSecond: answered }) => `${width} customers ${answered}/s`).join(', ')
  const share = `${rate}/s is ${((rate / Math.max(perSecond, 1)) * 100).toFixed(0)} % of it`
  return `capacity: ${perSecond} requests a second (closed loop, each as long as it takes: ${seen}); ${share}`
}
