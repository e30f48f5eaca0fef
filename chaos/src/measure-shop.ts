import type { Clock } from '@switchyard/runtime/clock'
import { scheduleArrivals } from './arrivals.ts'
import { type Capacity, measureCapacity } from './capacity.ts'
import { ask } from './http.ts'
import type { Subject } from './run-fault.ts'
import { countOrders, settle } from './settle.ts'
import { openShopClient } from './shop-client.ts'

/**
 * Measures what a healthy shop can do with the load's own mix, waits until all its orders have ended, and checks them.
 * Throws when a healthy shop breaks an invariant: no fault could be judged on it.
 */
export async function measureShop(subject: Subject, options: MeasureOptions): Promise<Capacity> {
  const { seed, checkoutShare, clock, signal } = options
  const { gateway, apiKey, wares, lab } = subject
  const shop = openShopClient({ gateway, apiKey, ask, clock })
  const ordersBefore = await countOrders(lab)
  // More than any machine of ours answers in that time.
  const load = scheduleArrivals({ seed: `${seed}-capacity`, rate: 1_000, seconds: 60, checkoutShare, wares })
  const asks = load.map((arrival) => arrival.ask)
  const capacity = await measureCapacity({ asks, serve: shop.serve, clock, signal })
  const { violations } = await settle({ shop, check: lab.check, ordersOfOthers: ordersBefore, clock, signal })
  const [first] = violations
  if (first !== undefined && !signal.aborted)
    throw new Error(`without any fault, "${first.invariant}" is broken: ${first.what}`)
  return capacity
}

interface MeasureOptions {
  readonly seed: string
  readonly checkoutShare: number
  readonly clock: Clock
  readonly signal: AbortSignal
}
