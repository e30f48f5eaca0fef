import type { Verdict } from '@switchyard/contracts/facts'
import { Order } from '@switchyard/contracts/orders'
import type { Clock } from '@switchyard/runtime/clock'
import type { Facts } from './facts.ts'
import { meaningOf, told } from './http.ts'
import { type Violation, violationsIn } from './invariants-of-answers.ts'
import { inParallel } from './parallel.ts'
import type { ShopClient } from './shop-client.ts'

/** What {@link settle} is made of. */
export interface SettleOptions {
  readonly shop: ShopClient
  /** Asks the shop's own checker, which sees everybody's books; undefined when it gives no verdict. */
  readonly check: () => Promise<Verdict | undefined>
  /** How many orders in the shop’s books are not the load’s. */
  readonly ordersOfOthers: number
  readonly clock: Clock
  readonly signal: AbortSignal
  /** How long orders may take to end after everything was healed. */
  readonly settleMsMax?: number
}

/** What came out once everything had come to rest. */
export interface Settled {
  readonly violations: readonly Violation[]
  /** Undefined when the shop could not be read. */
  readonly facts: Facts | undefined
  /** How long it took until nothing was broken; undefined when something stayed broken. */
  readonly settledMs: number | undefined
}

/**
 * Asks again for every outcome that nobody knows, waits until the checker finds every book in order, sends every key once
 * more, and then holds what is there to the invariants: the checker's, and those that only the sender of the load can see.
 */
export async function settle(options: SettleOptions): Promise<Settled> {
  const { shop, check, clock, signal, settleMsMax = 60_000 } = options
  const startMs = clock.now()
  const untilMs = startMs + settleMsMax
  await askAgain(shop, { clock, untilMs, signal })
  for (let askedMs = clock.now(); !isSound(await check()) && clock.now() < untilMs && !signal.aborted; ) {
    // A check of many orders is work for those who are to come to rest: it gets half of the time at most.
    await clock.sleep(Math.max(1_000, clock.now() - askedMs), signal)
    askedMs = clock.now()
  }
  const settledMs = clock.now() - startMs
  try {
    const replays = await replay(shop)
    const verdict = await check()
    const written = verdict && verdict.orders - options.ordersOfOthers
    const facts = await gather(options, { replays, written })
    const violations = [...violationsIn(facts), ...violationsOf(verdict)]
    return { violations, facts, settledMs: violations.length === 0 ? settledMs : undefined }
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    const violations = [{ invariant: 'a healed shop answers', what }]
    return { violations, facts: undefined, settledMs: undefined }
  }
}

/** How many orders the shop has in its books. Throws when its checker gives no verdict, which it must when nothing is broken. */
export async function countOrders({ check }: Pick<SettleOptions, 'check'>): Promise<number> {
  const verdict = await check()
  if (verdict === undefined) throw new Error('the checker of a healthy shop gives no verdict')
  return verdict.orders
}

async function askAgain(
  shop: ShopClient,
  { clock, untilMs, signal }: { clock: Clock; untilMs: number; signal: AbortSignal },
) {
  while (shop.unsettled.size > 0 && clock.now() < untilMs && !signal.aborted) {
    await inParallel([...shop.unsettled], ([key, order]) => shop.placeOnce(key, order))
    if (shop.unsettled.size > 0) await clock.sleep(1_000, signal)
  }
}

/** A shop that gives no verdict is not at rest. */
const isSound = (verdict: Verdict | undefined) => verdict?.invariants.every(({ broken }) => broken === 0) ?? false

/** What the checker found, with so many places as it names. One that gives no verdict has found nothing in order. */
function violationsOf(verdict: Verdict | undefined): Violation[] {
  if (verdict === undefined) return [{ invariant: 'a healed shop answers', what: 'its checker gives no verdict' }]
  return verdict.invariants.flatMap(({ name, examples }) => examples.map((what) => ({ invariant: name, what })))
}

async function replay(shop: ShopClient): Promise<Map<string, string>> {
  const answers = await inParallel([...shop.acknowledged.values()], async ({ key, wanted }) => {
    const answer = await shop.repeatPatiently(key, wanted)
    return answer.status === 202 ? [[key, answer.text] as const] : []
  })
  return new Map(answers.flat())
}

async function gather({ shop }: SettleOptions, known: Pick<Facts, 'replays' | 'written'>): Promise<Facts> {
  const acknowledged = [...shop.acknowledged.values()]
  const orders = await inParallel(acknowledged, async ({ wanted, answer: { orderId } }) => {
    const answer = await shop.readPatiently(`/orders/${orderId}`, wanted.contact.email)
    if (answer.status === 404) return []
    const { data } = Order.safeParse(meaningOf(answer))
    if (data === undefined) throw new Error(`order ${orderId} cannot be read: ${told(answer)}`)
    return [[orderId, data] as const]
  })
  const { unsettled, strays } = shop
  return {
    ...{ acknowledged, unsettled: [...unsettled.keys()], strays: [...strays], orders: new Map(orders.flat()) },
    ...known,
  }
}
