import { randomUUID } from 'node:crypto'
import { inventory } from '@switchyard/contracts/inventory'
import { openInventoryDatabase } from '@switchyard/db/inventory'
import type { Messaging } from '@switchyard/messaging/messaging'
import { isFailure } from '@switchyard/rpc/failure'
import { guestScope, testNetwork } from '@switchyard/rpc/testing/network'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { operations } from './operations.ts'
import { createStockStore } from './stock-store.ts'
import { openStockRoom } from './testing/stock-room.ts'

/** Three instances and a caller, on a database whose server may send the shop away and take no connection of its any more. */
async function shopOn(room: Awaited<ReturnType<typeof openStockRoom>>, adminUrl: string) {
  const admin = room.database.pool
  const [role, password] = [`shop_${randomUUID().slice(0, 8)}`, randomUUID()]
  await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`)
  await admin.query(`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`)
  const { rows } = await admin.query<{ name: string }>('SELECT current_database() AS name')
  const url = Object.assign(new URL(adminUrl), { username: role, password, pathname: `/${rows[0]?.name}` }).href
  const network = await testNetwork()
  const databases = Array.from({ length: 3 }, () => openInventoryDatabase({ url, max: 4, clock }))
  const desk = { trail: async () => [], deadLetters: {} } as unknown as Messaging
  for (const database of databases) {
    const parts = { pool: database.pool, store: createStockStore(database), messaging: desk }
    await network.serve(inventory, operations(parts))
    await database.warm()
  }
  const inventoryFor = await network.connect(inventory, { as: 'gateway' })
  const limit = (count: number) => admin.query(`ALTER ROLE ${role} CONNECTION LIMIT ${count}`)
  return {
    ask: () => inventoryFor(guestScope()).quote.query({ skus: ['first-light-a2'] }),
    limit,
    sendAway: () => admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role]),
    async [Symbol.asyncDispose]() {
      await network[Symbol.asyncDispose]()
      for (const database of databases) await database.close()
      await admin.query(`DROP OWNED BY ${role}`)
      await admin.query(`DROP ROLE ${role}`)
    },
  }
}

/** Asks every 15 ms until it is told to stop; what became of each. How long that takes is a campaign's to say: here all share two cores. */
async function keepAsking(ask: () => Promise<unknown>, stopping: AbortSignal) {
  const asked: Promise<unknown>[] = []
  const told = (error: unknown) => (isFailure(error) ? { code: error.code, ...error.details } : error)
  while (!stopping.aborted) {
    asked.push(ask().then(() => 'answered', told))
    await clock.sleep(15, stopping)
  }
  return await Promise.all(asked)
}

test('whoever finds no connection is told that nobody is available, and is served once there are some again', async () => {
  const adminUrl = process.env.TEST_DATABASE_URL ?? ''
  await using room = await openStockRoom({ adminUrl })
  await using shop = await shopOn(room, adminUrl)
  const stopping = new AbortController()
  const under = keepAsking(shop.ask, stopping.signal)
  // Some are left and some come back, round after round, until there is none.
  for (let round = 0; round < 15; round++) {
    await shop.limit(round % 3)
    await shop.sendAway()
    await clock.sleep(100)
  }
  await shop.limit(0)
  await shop.sendAway()
  stopping.abort()
  const refused = (await under).filter((outcome) => outcome !== 'answered')
  expect(refused.length).toBeGreaterThan(0)
  for (const refusal of refused) expect(refusal).toMatchObject({ code: 'unavailable' })

  await shop.limit(-1)
  const outcome = () => shop.ask().then(() => 'answered', String)
  await expect.poll(outcome, { timeout: 20_000 }).toBe('answered')
})
