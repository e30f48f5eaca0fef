import { type Database, openDatabase } from '@switchyard/db/connect'
import { createScratchDatabase, type ScratchDatabase } from '@switchyard/db/scratch-database'
import { TestClock } from '@switchyard/runtime/clock'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLedger } from './ledger.ts'
import { createProvider } from './provider.ts'
import { createServer } from './server.ts'

let scratch: ScratchDatabase
let database: Database
let server: ReturnType<typeof createServer>
beforeAll(async () => {
  scratch = await createScratchDatabase({ owner: 'payments', adminUrl: process.env.TEST_DATABASE_URL })
  database = openDatabase({ url: scratch.url, connectMs: 20_000 })
  const ledger = createLedger(database.pool)
  const provider = createProvider({ ledger, clock: new TestClock(Date.now()), newId: v7 })
  server = createServer({ provider, ledger, apiSecret: 'secret', ledgerToken: 'token' })
  await provider.charge({ idempotencyKey: v7(), orderId: v7(), amount: 9_000, currency: 'EUR', token: 'tok_ok' })
})
afterAll(async () => {
  await server.close()
  await database.close()
  await scratch[Symbol.asyncDispose]()
})

const ledgerSince = (since: string) =>
  server.inject({ url: '/ledger', query: { since }, headers: { authorization: 'Bearer token' } })

test.each([
  ['in the year 0', '0000-01-01T00:00:00Z', 1],
  ['with 200 digits after the point', `2026-01-01T00:00:00.${'0'.repeat(200)}Z`, 1],
  ['at the end of the calendar', '9999-12-31T23:59:59.999Z', 0],
])('the ledger is read since an instant %s', async (_, since, entries) => {
  const answer = await ledgerSince(since)
  expect([answer.statusCode, answer.json().entries?.length]).toEqual([200, entries])
})

test.each(['yesterday', '2026-02-30T00:00:00Z'])('since %s, which is no instant, is refused as such', async (since) => {
  const answer = await ledgerSince(since)
  expect([answer.statusCode, answer.json().error]).toEqual([400, expect.stringContaining('since')])
})
