import { inventory } from '@switchyard/contracts/inventory'
import { openInventoryDatabase } from '@switchyard/db/inventory'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { seedInventory } from '@switchyard/db/seed/inventory'
import { createStockStore } from '@switchyard/inventory/stock-store'
import { outgoing } from '@switchyard/messaging/outbox'
import { v7 as newId } from 'uuid'
import type { Case } from '../case.ts'
import { figureOf, of, timesOf } from '../figure.ts'
import { interleave } from '../interleave.ts'
import { measureRate } from '../measure.ts'

const sku = 'first-light-a2'
const prints = 1_500
const tooMany = 150
const width = 50
const holdMs = 900_000

/** Everybody wants the same print until it is sold out, to the last one: against the fastest that one row of Postgres can be changed at all. */
export const hotSku: Case = {
  name: 'hot-sku',
  async run({ rounds, share, clock, databaseUrl }) {
    await using scratch = await createScratchDatabase({ owner: 'inventory', adminUrl: await databaseUrl() })
    const database = openInventoryDatabase({
      url: scratch.url,
      max: width,
      statementTimeoutMs: 10_000,
      connectMs: 10_000,
    })
    const { pool, close } = database
    await seedInventory({ pool })
    await pool.query('CREATE TABLE one_row (id int PRIMARY KEY, left_over int) WITH (fillfactor = 50)')
    await pool.query('INSERT INTO one_row VALUES (1, 2000000000)')
    const store = createStockStore(database)
    const count = Math.ceil(prints * share)
    const reserve = () => {
      const [orderId, nowMs] = [newId(), clock.now()]
      const about = { id: newId(), aggregateId: orderId, traceparent: undefined }
      const untilMs = nowMs + holdMs
      const expiresAt = new Date(untilMs).toISOString()
      const answers = [
        outgoing(inventory.events.stockReserved, { orderId, stepId: 'reserve', expiresAt }, about),
        outgoing(inventory.events.stockRefused, { orderId, stepId: 'reserve', sku: null }, about),
      ]
      const received = { consumer: 'bench', id: newId() }
      return store.reserve({ received, orderId, lines: [{ sku, quantity: 1 }], nowMs, untilMs, answers })
    }
    const oneRow = { name: 'one-row', text: 'UPDATE one_row SET left_over = left_over - 1 WHERE id = $1', values: [1] }
    const { rush, limit } = await interleave(
      {
        rush: async () => {
          await pool.query(restockSql, [sku, count])
          const sample = await measureRate(count + Math.ceil(tooMany * share), reserve, { width })
          const stock = await store.stockBySku(sku)
          if (stock?.reserved !== count || stock.available !== 0) throw new Error('not sold out to the last print')
          return sample
        },
        limit: () => measureRate(count, () => pool.query(oneRow), { width }),
      },
      rounds,
    )
    await close()
    return [
      figureOf('reservations of one SKU until it is sold out', of(rush, 'perSecond'), undefined, '/s'),
      figureOf('changes of one row in Postgres', of(limit, 'perSecond'), undefined, '/s'),
      figureOf('reservations over changes of one row', timesOf(rush, limit, 'perSecond'), 4, '×'),
    ]
  },
}

const restockSql = 'UPDATE stock SET edition = $2, on_hand = $2, reserved = 0, sold = 0 WHERE sku = $1'
