import { prints } from '@switchyard/art/prints'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '../connect.ts'
import { createScratchDatabase, type ScratchDatabase } from '../scratch-database.ts'
import { seedInventory } from './inventory.ts'
import { lastImpression, lastImpressionOrders } from './last-impression.ts'

let scratch: ScratchDatabase
let database: Database
beforeAll(async () => {
  scratch = await createScratchDatabase({ owner: 'inventory', adminUrl: process.env.TEST_DATABASE_URL })
  database = openDatabase({ url: scratch.url, connectMs: 20_000 })
})
afterAll(async () => {
  await database?.close()
  await scratch?.[Symbol.asyncDispose]()
})

const tables = [
  'collection',
  'print',
  'variant',
  'stock',
  'reservation',
  'reservation_line',
  'edition_number',
  'stock_movement',
]
const counts = async () =>
  Promise.all(
    tables.map(async (table) => {
      const { rows } = await database.pool.query<{ count: number }>(`SELECT count(*) FROM ${table}`)
      return [table, rows[0]?.count]
    }),
  )
const seedAgain = () => seedInventory({ pool: database.pool })

test('two hosts that seed at the same moment hang every print once', async () => {
  await Promise.all([seedAgain(), seedAgain()])
  const skus = prints.flatMap(({ variants }) => variants).length
  expect(Object.fromEntries(await counts())).toEqual({
    ...{ collection: 8, print: 50, variant: skus, stock: skus },
    ...{ reservation: 24, reservation_line: 24, edition_number: 24, stock_movement: skus + 48 },
  })
})

test('seeding again mends the catalogue and touches neither stock nor sales', async () => {
  await seedAgain()
  const before = await counts()
  await database.pool.query(`UPDATE print SET title = 'Lost' WHERE slug = 'first-light'`)
  await database.pool.query(`UPDATE stock SET on_hand = 60, sold = 40, reserved = 3 WHERE sku = 'first-light-a2'`)
  await seedAgain()
  expect(await counts()).toEqual(before)
  const { rows } = await database.pool.query(
    `SELECT title, on_hand, reserved, sold FROM print JOIN variant USING (slug) JOIN stock USING (sku) WHERE slug = 'first-light'`,
  )
  expect(rows).toEqual([{ title: 'First Light', on_hand: 60, reserved: 3, sold: 40 }])
})

test('the 24 sold prints are 24 orders of their own, under the ids of the moments when they were placed', () => {
  expect(lastImpressionOrders).toHaveLength(lastImpression.sold)
  expect(prints.find(({ slug }) => slug === lastImpression.slug)?.variants).toMatchObject([
    { sku: lastImpression.sku, size: lastImpression.size, edition: lastImpression.edition },
  ])
  for (const key of ['orderId', 'number', 'email', 'editionNumber'] as const) {
    expect(new Set(lastImpressionOrders.map((order) => order[key])).size, key).toBe(lastImpression.sold)
  }
  for (const { orderId, at } of lastImpressionOrders) {
    expect(Number.parseInt(orderId.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse(at))
  }
})
