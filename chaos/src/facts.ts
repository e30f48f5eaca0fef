import type { Stock } from '@switchyard/contracts/inventory'
import type { Order } from '@switchyard/contracts/orders'
import type { LedgerEntry } from './ledger.ts'
import type { Acknowledged } from './shop-client.ts'

/** What the outside can know of a shop after a load: everything that the invariants speak about. */
export interface Facts {
  /** Every order that the shop has acknowledged, under the load or when its key was asked again. */
  readonly acknowledged: readonly Acknowledged[]
  /** Keys of which the healed shop still could not say whether they were written. */
  readonly unsettled: readonly string[]
  /** Answers that showed what is another’s. */
  readonly strays: readonly string[]
  /** By id, as the shop shows them now; one that is missing here is not to be found. */
  readonly orders: ReadonlyMap<string, Order>
  /** What the shop answers when a key is sent again, byte for byte. */
  readonly replays: ReadonlyMap<string, string>
  /** What the payment provider has booked since the load began. */
  readonly entries: readonly LedgerEntry[]
  readonly stock: readonly StockChange[]
}

/** One SKU's stock before the load and now. */
export interface StockChange {
  readonly before: Stock
  readonly after: Stock
}

/** One sentence that must hold whatever has failed, and how to find where it does not. */
export interface Invariant {
  readonly name: string
  readonly guarantee: string
  /** One line for each place where it is broken. */
  find(facts: Facts): string[]
}

/** Orders of the load that the shop shows, with what was asked for. */
export function known({ acknowledged, orders }: Facts): { asked: Acknowledged; order: Order }[] {
  return acknowledged.flatMap((asked) => {
    const order = orders.get(asked.answer.orderId)
    return order === undefined ? [] : [{ asked, order }]
  })
}

/** Whether its prints are sold: confirmed, and not cancelled since. */
export function isSold({ status }: Order): boolean {
  return status === 'confirmed' || status === 'shipped' || status === 'delivered'
}
