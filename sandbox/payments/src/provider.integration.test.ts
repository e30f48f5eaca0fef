import { type Database, openDatabase } from '@switchyard/db/connect'
import { createScratchDatabase, type ScratchDatabase } from '@switchyard/db/scratch-database'
import { seedPayments } from '@switchyard/db/seed/payments'
import { TestClock } from '@switchyard/runtime/clock'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLedger, type Ledger } from './ledger.ts'
import { createProvider } from './provider.ts'

let scratch: ScratchDatabase
let database: Database
let ledger: Ledger
beforeAll(async () => {
  scratch = await createScratchDatabase({ owner: 'payments', adminUrl: process.env.TEST_DATABASE_URL })
  database = openDatabase({ url: scratch.url, connectMs: 20_000 })
  ledger = createLedger(database.pool)
})
afterAll(async () => {
  await database.close()
  await scratch[Symbol.asyncDispose]()
})

const charge = (token: string) => ({ idempotencyKey: v7(), orderId: v7(), amount: 9000, currency: 'EUR', token })
const providerAt = (clock = new TestClock(Date.now())) => createProvider({ ledger, clock, newId: v7 })
const entriesOf = async (orderId: string) =>
  (await ledger.entries({ cursor: 0, limit: 1000 })).entries.filter((entry) => entry.orderId === orderId)

test('moves money once a key, whatever is asked at once and again', async () => {
  const request = charge('tok_ok')
  const provider = providerAt()
  const answers = await Promise.all(Array.from({ length: 10 }, () => provider.charge(request)))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(await provider.charge(request)).toEqual(answers[0])
  expect(await entriesOf(request.orderId)).toMatchObject([{ kind: 'charge', amount: 9000 }])
})

test('two provider processes move the money of one key once', async () => {
  const request = charge('tok_ok')
  await Promise.all([providerAt().charge(request), providerAt().charge(request)])
  expect(await entriesOf(request.orderId)).toHaveLength(1)
})

test.each(['tok_declined', 'tok_unheard_of'])('declines %s and moves nothing', async (token) => {
  const request = charge(token)
  expect(await providerAt().charge(request)).toEqual({ kind: 'declined' })
  expect(await entriesOf(request.orderId)).toEqual([])
})

test('tok_flaky fails twice, then works', async () => {
  const request = charge('tok_flaky')
  const provider = providerAt()
  expect((await provider.charge(request)).kind).toBe('unavailable')
  expect((await provider.charge(request)).kind).toBe('unavailable')
  expect((await provider.charge(request)).kind).toBe('captured')
})

test('tok_timeout takes the money and says nothing; asked again it tells', async () => {
  const request = charge('tok_timeout')
  expect((await providerAt().charge(request)).kind).toBe('silence')
  expect((await ledger.byKey(request.idempotencyKey))?.status).toBe('captured')
  expect((await providerAt().charge(request)).kind).toBe('captured')
  expect(await entriesOf(request.orderId)).toHaveLength(1)
})

test('tok_slow is pending for ten seconds, also across a restart', async () => {
  const request = charge('tok_slow')
  const clock = new TestClock(Date.now())
  void providerAt(clock).charge(request)
  await expect.poll(async () => (await ledger.byKey(request.idempotencyKey))?.status).toBe('pending')
  const later = new TestClock(Date.now() + 11_000)
  await providerAt(later).resume()
  await expect.poll(async () => (await ledger.byKey(request.idempotencyKey))?.status).toBe('captured')
})

test('gives a charge back once, and only the whole of it', async () => {
  const request = charge('tok_ok')
  const provider = providerAt()
  const answer = await provider.charge(request)
  const chargeId = answer.kind === 'captured' ? answer.entryId : ''
  const refund = { ...request, idempotencyKey: v7(), chargeId }
  expect((await provider.refund({ ...refund, amount: 1 })).kind).toBe('unknown_charge')
  expect((await provider.refund({ ...refund, orderId: v7() })).kind).toBe('unknown_charge')
  expect((await provider.refund(refund)).kind).toBe('captured')
  expect((await provider.refund(refund)).kind).toBe('captured')
  expect((await provider.refund({ ...refund, idempotencyKey: v7() })).kind).toBe('already_refunded')
  expect((await entriesOf(request.orderId)).map(({ kind }) => kind)).toEqual(['charge', 'refund'])
})

test('of two refunds that come at once under two keys one moves money, and the other is refused however often it comes', async () => {
  const request = charge('tok_ok')
  const provider = providerAt()
  const answer = await provider.charge(request)
  const chargeId = answer.kind === 'captured' ? answer.entryId : ''
  const refunds = [v7(), v7()].map((idempotencyKey) => ({ ...request, idempotencyKey, chargeId }))
  const answers = () => Promise.all(refunds.map((refund) => provider.refund(refund)))
  const first = await answers()
  expect(first.map(({ kind }) => kind).toSorted()).toEqual(['already_refunded', 'captured'])
  expect(await answers()).toEqual(first)
  expect((await entriesOf(request.orderId)).map(({ kind }) => kind)).toEqual(['charge', 'refund'])
})

test('tok_down is never heard, and nothing is ever written of it', async () => {
  const request = charge('tok_down')
  for (let tries = 0; tries < 5; tries++) expect((await providerAt().charge(request)).kind).toBe('unavailable')
  expect(await ledger.byKey(request.idempotencyKey)).toBeNull()
})

test('a refund meets the same trouble as its charge: it fails twice, or its answer is lost; it moves money once', async () => {
  const provider = providerAt()
  const refundOf = async (token: string) => {
    const request = charge(token)
    for (let tries = 0; tries < 3; tries++) await provider.charge(request)
    const { entryId: chargeId = '' } = (await ledger.byKey(request.idempotencyKey)) as { entryId?: string }
    const refund = { ...request, idempotencyKey: v7(), chargeId }
    const kinds = []
    for (let tries = 0; tries < 4; tries++) kinds.push((await provider.refund(refund)).kind)
    expect((await entriesOf(request.orderId)).map(({ kind }) => kind)).toEqual(['charge', 'refund'])
    return kinds
  }
  expect(await refundOf('tok_flaky')).toEqual(['unavailable', 'unavailable', 'captured', 'captured'])
  expect(await refundOf('tok_timeout')).toEqual(['silence', 'captured', 'captured', 'captured'])
})

test('refuses a key that was used for another charge', async () => {
  const request = charge('tok_ok')
  await providerAt().charge(request)
  expect((await providerAt().charge({ ...request, amount: 1 })).kind).toBe('conflict')
  expect((await providerAt().charge({ ...request, token: 'tok_declined' })).kind).toBe('conflict')
})

test('refuses a refund under the key of its charge, and moves nothing', async () => {
  const request = charge('tok_ok')
  const answer = await providerAt().charge(request)
  const chargeId = answer.kind === 'captured' ? answer.entryId : ''
  expect((await providerAt().refund({ ...request, chargeId })).kind).toBe('conflict')
  expect(await entriesOf(request.orderId)).toHaveLength(1)
})

test('knows the 24 charges that the shop opens with, however often they are seeded', async () => {
  await seedPayments({ pool: database.pool })
  await seedPayments({ pool: database.pool })
  const { entries } = await ledger.entries({ cursor: 0, limit: 1000 })
  expect(entries.filter(({ entryId }) => entryId.startsWith('ch_seed_'))).toHaveLength(24)
})

test('lists every entry once and in the order in which it moved, page by page', async () => {
  const orderIds: string[] = []
  while (orderIds.length < 12) {
    const request = charge('tok_ok')
    await providerAt().charge(request)
    orderIds.push(request.orderId)
  }
  const listed: { entryId: string; orderId: string }[] = []
  let cursor: string | null = '0'
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof ledger.entries>> = await ledger.entries({ cursor: Number(cursor), limit: 5 })
    listed.push(...page.entries)
    cursor = page.nextCursor
  }
  expect(listed.slice(-12).map(({ orderId }) => orderId)).toEqual(orderIds)
  expect(listed).toEqual((await ledger.entries({ cursor: 0, limit: 1_000 })).entries)
})
