import type { inventory } from '@switchyard/contracts/inventory'
import type { OrderLine } from '@switchyard/contracts/values'
import { type InventoryDatabase, openInventoryDatabase } from '@switchyard/db/inventory'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { seedInventory } from '@switchyard/db/seed/inventory'
import type { Received } from '@switchyard/messaging/inbox'
import { TestClock } from '@switchyard/runtime/clock'
import { v7 } from 'uuid'
import { commitStock } from '../commit-stock.ts'
import { expireReservations } from '../expire-reservations.ts'
import { releaseStock } from '../release-stock.ts'
import { reserveStock } from '../reserve-stock.ts'
import { createStockStore } from '../stock-store.ts'

export const holdMs = 60_000

/** For tests: the real stock room on a database of its own, spoken to in messages, its answers read from the outbox. */
export async function openStockRoom({ adminUrl }: { adminUrl: string | undefined }) {
  const scratch = await createScratchDatabase({ owner: 'inventory', adminUrl })
  const database = openInventoryDatabase({ url: scratch.url, max: 24, connectMs: 20_000 })
  await seedInventory(database)
  const clock = new TestClock()
  const moved: string[] = []
  const store = createStockStore(database, { moved: (skus) => void moved.push(...skus) })
  const room = { store, clock, newId: () => v7(), wake: () => {} }
  const handlers = {
    reserveStock: reserveStock({ ...room, holdMs }),
    commitStock: commitStock(room),
    releaseStock: releaseStock(room),
  }
  /** Delivers a command, by default as a new message, and returns the answer that went into the outbox with it. */
  const tell = async (
    command: keyof typeof inventory.commands,
    orderId: string,
    { lines = [], messageId = v7() }: { lines?: readonly OrderLine[]; messageId?: string } = {},
  ) => {
    const stepId = `${command}-${messageId}`
    await handlers[command](received(command, messageId, { orderId, stepId, lines: [...lines] }))
    return (await answersTo(database, orderId)).find((answer) => answer.stepId === stepId)
  }
  return {
    database,
    store,
    clock,
    /** The SKUs that were told of as moved, so far. */
    moved,
    tell,
    sweep: expireReservations({ ...room, batch: 3 }),
    stockOf: async (sku: string) => await store.stockBySku(sku),
    answersTo: (orderId: string) => answersTo(database, orderId),
    faults: () => faults(database),
    [Symbol.asyncDispose]: async () => {
      await database.close()
      await scratch[Symbol.asyncDispose]()
    },
  }
}

export type StockRoomUnderTest = Awaited<ReturnType<typeof openStockRoom>>

const received = <Payload>(name: string, id: string, payload: Payload): Received<Payload> => ({
  ...{ id, payload, name: `inventory.${name}`, consumer: `inventory.${name}` },
  ...{ traceparent: undefined, attempt: 1, attemptsMax: 8, signal: new AbortController().signal },
})

type Answer = Record<string, unknown> & { event: string; stepId?: string }

async function answersTo({ pool }: InventoryDatabase, orderId: string): Promise<Answer[]> {
  const { rows } = await pool.query<{ name: string; payload: Record<string, unknown> }>(
    'SELECT name, payload FROM outbox WHERE aggregate_id = $1 ORDER BY id',
    [orderId],
  )
  return rows.map(({ name, payload }) => ({ event: name.replace('inventory.', ''), ...payload }))
}

/** Every SKU whose row does not follow from the ledger, the reservations and the edition numbers; none is right. */
async function faults({ pool }: InventoryDatabase): Promise<unknown[]> {
  const { rows } = await pool.query(`
    SELECT stock.* FROM stock
     WHERE (edition, on_hand, reserved, sold) IS DISTINCT FROM (
             SELECT (sum(edition)::integer, sum(on_hand)::integer, sum(reserved)::integer, sum(sold)::integer) FROM stock_movement m WHERE m.sku = stock.sku)
        OR reserved <> (SELECT coalesce(sum(quantity), 0) FROM reservation_line l JOIN reservation r USING (order_id)
                         WHERE l.sku = stock.sku AND r.state = 'held')
        OR sold <> (SELECT coalesce(sum(quantity), 0) FROM reservation_line l JOIN reservation r USING (order_id)
                     WHERE l.sku = stock.sku AND r.state = 'committed')
        OR sold <> (SELECT count(*) FROM edition_number n WHERE n.sku = stock.sku AND n.number <= stock.edition)`)
  return rows
}
