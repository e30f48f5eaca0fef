import type { Verdict } from '@switchyard/contracts/facts'
import { Stock } from '@switchyard/contracts/inventory'
import { Order } from '@switchyard/contracts/orders'
import type { Clock } from '@switchyard/runtime/clock'
import { type Violation, violationsIn } from './checker.ts'
import type { Facts, StockChange } from './facts.ts'
import { meaningOf, told } from './http.ts'
import type { LedgerEntry } from './ledger.ts'
import { inParallel } from './parallel.ts'
import type { ShopClient } from './shop-client.ts'

/** The books and the shelves, as they stood at one moment. */
export interface Inventory {
  readonly entries: readonly LedgerEntry[]
  readonly stock: readonly Stock[]
}

/** What {@link settle} is made of. */
export interface SettleOptions {
  readonly shop: ShopClient
  readonly readEntries: () => Promise<LedgerEntry[]>
  /** Asks the shop's own checker, which sees the services' books; undefined when it gives no verdict. */
  readonly check: () => Promise<Verdict | undefined>
  /** How it stood before the load. */
  readonly before: Inventory
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
 * Asks again for every outcome that nobody knows, waits until every order has ended and everything adds up, sends every
 * key once more, and holds what is there to the invariants: those that a client can see, and those that the checker sees.
 */
export async function settle(options: SettleOptions): Promise<Settled> {
  const { shop, clock, signal, settleMsMax = 60_000 } = options
  const startMs = clock.now()
  const untilMs = startMs + settleMsMax
  await askAgain(shop, { clock, untilMs, signal })
  // Until the keys have been sent again, every one of them answers as it did.
  const asBefore = new Map([...shop.acknowledged.values()].map(({ key, text }) => [key, text]))
  while (!(await isAtRest(options, asBefore)) && clock.now() < untilMs && !signal.aborted) {
    await clock.sleep(1_000, signal)
  }
  const settledMs = clock.now() - startMs
  try {
    const facts = await gather(options, await replay(shop))
    const violations = [...violationsIn(facts), ...violationsOf(await options.check())]
    return { violations, facts, settledMs: violations.length === 0 ? settledMs : undefined }
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    const violations = [{ invariant: 'a healed shop answers', what }]
    return { violations, facts: undefined, settledMs: undefined }
  }
}

/** Reads what the load may change. Throws when the shop does not answer, which it must when nothing is broken. */
export async function takeInventory({ shop, readEntries, skus }: TakeInventoryOptions): Promise<Inventory> {
  const stock = await inParallel(skus, async (sku) => {
    const answer = await shop.readPatiently(`/stock/${sku}`)
    const { data } = Stock.safeParse(meaningOf(answer))
    if (data === undefined) throw new Error(`the stock of ${sku} cannot be read: ${told(answer)}`)
    return data
  })
  return { entries: await readEntries(), stock }
}

interface TakeInventoryOptions extends Pick<SettleOptions, 'shop' | 'readEntries'> {
  readonly skus: readonly string[]
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

/** A shop that cannot be read yet is not at rest. */
async function isAtRest(options: SettleOptions, replays: ReadonlyMap<string, string>): Promise<boolean> {
  try {
    const fromOutside = violationsIn(await gather(options, replays))
    return fromOutside.length === 0 && violationsOf(await options.check()).length === 0
  } catch {
    return false
  }
}

/** What the checker found, with so many places as it names. */
function violationsOf(verdict: Verdict | undefined): Violation[] {
  if (verdict === undefined) return [{ invariant: 'a healed shop answers', what: 'its checker gives no verdict' }]
  return verdict.invariants.flatMap(({ name, examples }) => examples.map((what) => ({ invariant: name, what })))
}

async function replay(shop: ShopClient): Promise<Map<string, string>> {
  const answers = await inParallel([...shop.acknowledged.values()], async ({ key, wanted }) => {
    const answer = await shop.placeOnce(key, wanted)
    return answer.status === 202 ? [[key, answer.text] as const] : []
  })
  return new Map(answers.flat())
}

async function gather(options: SettleOptions, replays: ReadonlyMap<string, string>): Promise<Facts> {
  const { shop, before } = options
  const acknowledged = [...shop.acknowledged.values()]
  const orders = await inParallel(acknowledged, async ({ wanted, answer: { orderId } }) => {
    const answer = await shop.readPatiently(`/orders/${orderId}`, wanted.contact.email)
    if (answer.status === 404) return []
    const { data } = Order.safeParse(meaningOf(answer))
    if (data === undefined) throw new Error(`order ${orderId} cannot be read: ${told(answer)}`)
    return [[orderId, data] as const]
  })
  const now = await takeInventory({ ...options, skus: before.stock.map(({ sku }) => sku) })
  const booked = new Set(before.entries.map(({ entryId }) => entryId))
  return {
    acknowledged,
    unsettled: [...shop.unsettled.keys()],
    strays: [...shop.strays],
    orders: new Map(orders.flat()),
    replays,
    entries: now.entries.filter(({ entryId }) => !booked.has(entryId)),
    stock: changes(before.stock, now.stock),
  }
}

function changes(before: readonly Stock[], after: readonly Stock[]): StockChange[] {
  const now = new Map(after.map((stock) => [stock.sku, stock]))
  return before.flatMap((stock) => {
    const found = now.get(stock.sku)
    return found === undefined ? [] : [{ before: stock, after: found }]
  })
}
