import type { Clock } from '@switchyard/runtime/clock'
import type { Campaign } from './arguments.ts'
import { type Capacity, rateFor } from './capacity.ts'
import type { Fault } from './fault.ts'
import { measureShop } from './measure-shop.ts'
import { type OwnShop, openOwnShop, type ShopKind } from './own-shop.ts'
import type { FaultReport } from './report.ts'
import { runFault } from './run-fault.ts'
import { timingOf } from './timing.ts'

/** What a campaign brought to light. */
export interface Campaigned {
  readonly reports: readonly FaultReport[]
  /** Faults of which nothing is known, and why. */
  readonly notRun: readonly { readonly fault: string; readonly why: string }[]
  /** What each kind of shop could do without any fault; empty with a fixed rate. */
  readonly capacities: readonly (Capacity & { readonly ground: ShopKind; readonly rate: number })[]
}

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
  /** Of the machine, unless a test decides. */
  readonly open?: typeof openOwnShop
  readonly measure?: typeof measureShop
  readonly run?: typeof runFault
}

/**
 * Runs every fault of a campaign on a shop of the kind that it needs. A fault that cannot be run to its end costs the
 * shop, which may be in any state, and no other fault.
 */
export async function runCampaign(options: CampaignOptions): Promise<Campaigned> {
  const { campaign, signal, onProgress } = options
  const found: Found = { reports: [], notRun: [], capacities: [] }
  for (const kind of ['plain', 'small-disk', 'proxied'] as const) {
    await using stall = keepStall(kind, options)
    for (const fault of campaign.faults.filter((each) => kindFor(each) === kind)) {
      if (signal.aborted) break
      await tryFault(fault, { stall, found, options })
      onProgress(found)
    }
  }
  return found
}

interface Found extends Campaigned {
  readonly reports: FaultReport[]
  readonly notRun: { fault: string; why: string }[]
  readonly capacities: (Capacity & { ground: ShopKind; rate: number })[]
}

function kindFor({ needs }: Fault): ShopKind {
  return needs === undefined || needs === 'namespace' ? 'plain' : needs
}

/** One shop of a kind, opened when it is first needed, and a new one after a fault that spoiled it. */
interface Stall extends AsyncDisposable {
  readonly kind: ShopKind
  shop(): Promise<OwnShop>
  discard(): Promise<void>
}

function keepStall(kind: ShopKind, options: CampaignOptions): Stall {
  const { campaign, clock, signal, write, open: openShop = openOwnShop } = options
  const { instances, gateways, keepData } = campaign
  let open: OwnShop | undefined
  const discard = async () => {
    await open?.[Symbol.asyncDispose]()
    open = undefined
  }
  return {
    kind,
    async shop() {
      if (open !== undefined) return open
      write(`starting a ${kind} shop: ${instances} × orders, ${instances} × inventory, ${gateways} × gateway`)
      open = await openShop({ ...campaign, kind, clock, signal })
      if (keepData) write(`its data and logs stay in ${open.dataDir}`)
      return open
    },
    discard,
    [Symbol.asyncDispose]: discard,
  }
}

interface Trial {
  readonly stall: Stall
  readonly found: Found
  readonly options: CampaignOptions
}

async function tryFault(fault: Fault, trial: Trial): Promise<void> {
  const { stall, found, options } = trial
  const { withoutNamespace, signal, write } = options
  const giveUp = (why: string) => {
    found.notRun.push({ fault: fault.name, why })
    write(`${fault.name}: not run: ${why}`)
  }
  if (fault.needs === 'namespace' && withoutNamespace !== undefined) return giveUp(withoutNamespace)
  try {
    const report = await runOne(fault, trial)
    if (signal.aborted) return
    found.reports.push(report)
    if (report.brokenOff === undefined) return
    write(`${fault.name}: broken off: ${report.brokenOff}`)
  } catch (error) {
    if (signal.aborted) return
    giveUp(error instanceof Error ? error.message : String(error))
  }
  await stall.discard()
}

async function runOne(fault: Fault, { stall, found, options }: Trial): Promise<FaultReport> {
  const { campaign, clock, signal, write, measure = measureShop, run = runFault } = options
  const { subject } = await stall.shop()
  let rate = campaign.rate ?? found.capacities.find(({ ground }) => ground === stall.kind)?.rate
  if (rate === undefined) {
    const capacity = await measure(subject, { ...campaign, clock, signal })
    rate = rateFor(capacity)
    found.capacities.push({ ...capacity, ground: stall.kind, rate })
    write(capacityLine(capacity, rate))
  }
  const timing = timingOf(fault, campaign.timing)
  const held = fault.holdMs === 0 ? '' : `, ${timing.holdMs / 1000} s each`
  write(`${fault.name}: ${fault.about}; ${timing.times} × in ${timing.seconds} s${held}, at ${rate}/s`)
  return run({ fault, plan: { ...campaign, ...timing, rate }, subject, clock, signal })
}

function capacityLine({ perSecond, stages }: Capacity, rate: number): string {
  const seen = stages.map(({ width, perSecond: answered }) => `${width} customers ${answered}/s`).join(', ')
  const share = `${rate}/s is ${((rate / Math.max(perSecond, 1)) * 100).toFixed(0)} % of it`
  return `capacity: ${perSecond} requests a second (closed loop, each as long as it takes: ${seen}); ${share}`
}
