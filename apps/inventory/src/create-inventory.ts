import { inventory } from '@switchyard/contracts/inventory'
import { slugOf } from '@switchyard/contracts/values'
import type { InventoryDatabase } from '@switchyard/db/inventory'
import type { CopyDesk } from '@switchyard/messaging/copy-desk'
import type { Messaging } from '@switchyard/messaging/messaging'
import type { Clock } from '@switchyard/runtime/clock'
import { commitStock } from './commit-stock.ts'
import { expireReservations, sweepEveryMs } from './expire-reservations.ts'
import { operations } from './operations.ts'
import { releaseStock } from './release-stock.ts'
import { reserveStock } from './reserve-stock.ts'
import { createStockStore } from './stock-store.ts'

interface InventoryParts {
  readonly database: InventoryDatabase
  readonly messaging: Messaging
  /** How long an unfinished order holds stock. */
  readonly holdMs: number
  readonly clock: Clock
  readonly newId: () => string
  /** Where the lab is open. */
  readonly copies?: CopyDesk | undefined
}

/** Puts the service together over any transport: what it answers, the commands it carries out and the holds it ends. */
export function createInventory({ database, messaging, holdMs, clock, newId, copies }: InventoryParts) {
  const moved = (skus: readonly string[]) => messaging.hint('stock', ...new Set(skus.map(slugOf)))
  const store = createStockStore(database, { moved })
  const room = { store, clock, newId, wake: () => messaging.wake() }
  // What waits together is written together, so many may wait.
  messaging.handle(inventory.commands.reserveStock, reserveStock({ ...room, holdMs }), { concurrency: 200 })
  messaging.handle(inventory.commands.commitStock, commitStock(room))
  messaging.handle(inventory.commands.releaseStock, releaseStock(room))
  messaging.every('expire-reservations', sweepEveryMs(holdMs), expireReservations(room))
  return operations({ pool: database.pool, store, messaging, copies })
}
