import { v7 } from 'uuid'
import { type CrashPoint, nameOf } from './crash-points.ts'
import { bought, type Scenario, scenarioOf } from './scenarios.ts'
import type { Shop } from './shop.ts'
import { type Expected, faultsOfOrder, faultsOfShop } from './standing.ts'

/** What came of a run over many points. */
export interface CrashReport {
  readonly points: number
  /** Processes that died. */
  readonly deaths: number
  /** The longest that an order took from the death to its end, with all later deaths in between, in the shop's own time. */
  readonly endedWithinMs: number
  readonly violations: readonly string[]
}

interface CrashOptions {
  /** Called at each death. */
  readonly told?: (point: CrashPoint) => void
  /** For all to come to rest after the last order's end, in real time. */
  readonly patienceMs?: number
}

/** For one order to get to its point, and from there to its end, in real time; only what hangs takes so long. */
const hangsMs = 60_000
const lookMs = 40
/** Orders that are placed beside the one of a point, so that its messages share jobs with theirs: of a print that never sells out. */
const others = 2
const ofOthers = { sku: 'cutout-no-15-a2' }

/**
 * Lets a process die at each point, one after the other, and begin again at once. Nobody waits for an order to recover
 * before the next death, so that deaths fall into recoveries too.
 */
export async function crashAt(
  shop: Shop,
  points: readonly CrashPoint[],
  { told = () => undefined, patienceMs = hangsMs }: CrashOptions = {},
): Promise<CrashReport> {
  const before = shop.deaths()
  const running: { ended: Promise<Ended[]> }[] = []
  for (const point of points) {
    running.push(await dieAt(shop, point))
    told(point)
  }
  const ended = (await Promise.all(running.map((one) => one.ended))).flat()
  return {
    points: points.length,
    deaths: shop.deaths() - before,
    endedWithinMs: Math.max(0, ...ended.map(({ tookMs }) => tookMs)),
    violations: await violationsOf(shop, ended, patienceMs),
  }
}

interface Ended extends Expected {
  readonly tookMs: number
}

/** Resolves once the process has died there; `ended` resolves with the order. */
async function dieAt(shop: Shop, point: CrashPoint): Promise<{ ended: Promise<Ended[]> }> {
  const scenario = scenarioOf(point.step, point.part)
  const orderId = v7()
  const { message, boundary } = point
  const death = shop.trap.arm({ orderId, message, boundary }).then(() => shop.clock.now())
  scenario.given?.(shop, orderId)
  const company = Array.from({ length: others }, () => v7())
  await Promise.all([shop.place(scenario.wish, orderId), ...company.map((id) => shop.place(ofOthers, id))])
  const playing = [
    toEnd(shop, orderId, { scenario, death }),
    ...company.map((id) => toEnd(shop, id, { scenario: bought, death })),
  ]
  const ended = Promise.all(playing)
  ended.catch(() => undefined)
  await within(hangsMs, death, `nothing died at: ${nameOf(point)}`)
  return { ended }
}

/** Resolves when the order is at its end, with how long after the death that was in the shop's own time. */
async function toEnd(
  shop: Shop,
  orderId: string,
  { scenario, death }: { scenario: Scenario; death: Promise<number> },
): Promise<Ended> {
  await scenario.goesOn?.(shop, orderId)
  const diedAtMs = await death
  const hangsAt = Date.now() + hangsMs
  for (;;) {
    const tookMs = Math.max(0, shop.clock.now() - diedAtMs)
    if (Date.now() > hangsAt || (await shop.isAtEnd(orderId))) return { orderId, ends: scenario.ends, tookMs }
    await new Promise((resolve) => setTimeout(resolve, lookMs))
  }
}

/** What is still wrong when the time to come to rest is over; nothing, as soon as nothing is. */
async function violationsOf(shop: Shop, orders: readonly Expected[], patienceMs: number): Promise<string[]> {
  const end = Date.now() + patienceMs
  for (;;) {
    const faults = await faultsOfShop(shop)
    for (const order of orders) faults.push(...(await faultsOfOrder(shop, order)))
    if (faults.length === 0 || Date.now() > end) return faults
    await new Promise((resolve) => setTimeout(resolve, 2 * lookMs))
  }
}

async function within<T>(ms: number, awaited: Promise<T>, told: string): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(told)), ms)
  try {
    return await Promise.race([awaited, promise])
  } finally {
    clearTimeout(timer)
  }
}
