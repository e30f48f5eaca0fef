import { inventory } from '@switchyard/contracts/inventory'
import type { OrderStatus } from '@switchyard/contracts/orders'
import { createStockStore } from '@switchyard/inventory/stock-store'
import { outgoing } from '@switchyard/messaging/outbox'
import { v7 } from 'uuid'
import type { Part } from './crash-points.ts'
import type { Shop, Wish } from './shop.ts'

/** A way that an order goes, on which some message of a step comes about. */
export interface Scenario {
  readonly wish: Wish
  /** Happens once the order is placed. */
  readonly goesOn?: (shop: Shop, orderId: string) => Promise<void>
  /** Prepared before the order is placed. */
  readonly given?: (shop: Shop, orderId: string) => void
  readonly ends: OrderStatus
}

/** The scenario in which a part of a step comes about. A step that nobody told of here has none, and that is an error. */
export function scenarioOf(step: string, part: Part): Scenario {
  const found = scenarios[`${step} ${part}`]
  if (found) return found
  throw new Error(`nobody knows how "${part}" of the step "${step}" comes about: add it to proofs/src/scenarios.ts`)
}

/** The way that most orders go. */
export const bought: Scenario = { wish: {}, ends: 'confirmed' }

const sentBack: Scenario = {
  wish: {},
  ends: 'returned',
  goesOn: async (shop, orderId) => {
    await shop.becomes(orderId, 'confirmed')
    await shop.moveParcel(orderId, 'shipped')
    await shop.return(orderId)
  },
}

const declined: Scenario = { wish: { token: 'tok_declined' }, ends: 'rejected' }

/** More than there is of the last one. */
const soldOut: Scenario = { wish: { sku: 'last-impression-a3', quantity: 2 }, ends: 'rejected' }

/** The hold on the stock ends between the money and the commit. */
const tooLate: Scenario = {
  wish: {},
  ends: 'rejected',
  given: (shop, orderId) => shop.intervene('inventory.commitStock', orderId, () => endHold(shop, orderId)),
}

const scenarios: Readonly<Record<string, Scenario>> = {
  'reserve request': bought,
  'reserve done': bought,
  'reserve refused': soldOut,
  'reserve undo': sentBack,
  'reserve undone': declined,
  'charge request': bought,
  'charge refused-beside': declined,
  'charge undo': sentBack,
  'commit request': bought,
  'commit done': bought,
  'commit refused': tooLate,
}

async function endHold({ inventory: database, clock }: Shop, orderId: string): Promise<void> {
  await database.pool.query(`UPDATE reservation SET expires_at = $2 WHERE order_id = $1 AND state = 'held'`, [
    orderId,
    new Date(clock.now() - 1),
  ])
  const event = outgoing(inventory.events.reservationExpired, { orderId }, { id: v7(), aggregateId: orderId })
  await createStockStore(database).expire({ orderIds: [orderId], nowMs: clock.now(), events: [event] })
}
