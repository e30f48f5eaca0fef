import { openDatabase } from '@switchyard/db/connect'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { expect, it } from 'vitest'
import { seedOrders } from './orders.ts'

it('seeds 24 delivered, paid and numbered orders, and changes nothing the second time', async () => {
  await using scratch = await createScratchDatabase({ owner: 'orders', adminUrl: process.env.TEST_DATABASE_URL })
  const { pool, close } = openDatabase({ url: scratch.url, max: 2, connectMs: 20_000 })
  await seedOrders({ pool })
  await seedOrders({ pool })
  const { rows } = await pool.query(
    `SELECT count(*)::int AS orders, count(DISTINCT p.charge_id)::int AS charges, count(DISTINCT l.numbers)::int AS numbers,
            bool_and(o.status = 'delivered' AND o.total_amount = p.amount AND o.total_amount = l.unit_amount) AS whole,
            bool_and((SELECT max(seq) FROM timeline WHERE order_id = o.id) = o.version) AS told
       FROM orders o JOIN payments p ON p.order_id = o.id JOIN order_lines l ON l.order_id = o.id
       JOIN sagas s ON s.order_id = o.id AND s.state = 'done'`,
  )
  expect(rows).toEqual([{ orders: 24, charges: 24, numbers: 24, whole: true, told: true }])
  await close()
})
