import { inventory } from '@switchyard/contracts/inventory'
import { openInventoryDatabase } from '@switchyard/db/inventory'
import { keepDeadLetter } from '@switchyard/messaging/dead-letter'
import { createDeadLetterDesk } from '@switchyard/messaging/dead-letter-desk'
import { EngineAway } from '@switchyard/messaging/engine'
import { commandIntake } from '@switchyard/messaging/queue'
import { systemScope } from '@switchyard/rpc/connect'
import { isFailure } from '@switchyard/rpc/failure'
import { guestScope, testNetwork } from '@switchyard/rpc/testing/network'
import { systemClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operations } from './operations.ts'
import { rehearsal } from './rehearsal.ts'
import { createStockStore } from './stock-store.ts'
import { openStockRoom, type StockRoomUnderTest } from './testing/stock-room.ts'

let room: StockRoomUnderTest
beforeAll(async () => {
  room = await openStockRoom({ adminUrl: process.env.TEST_DATABASE_URL })
})
afterAll(() => room?.[Symbol.asyncDispose]())

const { releaseStock } = inventory.commands
const away = () => Promise.reject(new EngineAway('away'))

const codeOf = (answer: PromiseSettledResult<unknown>) =>
  answer.status === 'rejected' && isFailure(answer.reason) ? answer.reason.code : answer.status

/** A client of inventory over real HTTP, on this database. */
async function client(database = room.database) {
  const network = await testNetwork()
  const { pool } = database
  const { handled } = commandIntake(releaseStock, async () => undefined)
  const handledOn = (_queue: string, name: string) => handled.get(name)
  const parts = { pool, clock: systemClock, log: silentLog, wake: () => undefined, handledOn }
  const hints: string[][] = []
  const messaging = {
    trail: async () => [],
    queues: away,
    replay: away,
    deadLetters: createDeadLetterDesk(parts),
    hint: (...hint: string[]) => void hints.push(hint),
  }
  const router = operations({ pool, store: createStockStore(database), messaging })
  await network.serve(inventory, router, { rehearsal })
  const inventoryFor = await network.connect(inventory, { as: 'gateway' })
  return {
    hints,
    as: inventoryFor,
    asStaff: inventoryFor({ ...guestScope(), principal: { kind: 'staff', id: v7() } }),
    asGuest: inventoryFor(guestScope()),
    asService: inventoryFor(systemScope({ clock: systemClock, deadlineMs: 2_000 })),
    [Symbol.asyncDispose]: () => network[Symbol.asyncDispose](),
  }
}

describe('over the wire', () => {
  test('a price that staff change holds from then on, and is hinted at; nobody else may', async () => {
    await using ask = await client()
    const sku = 'contour-no-2-a1'
    expect(await ask.asStaff.changePrice.mutate({ sku, amount: 12_345 })).toEqual({
      ...{ sku, slug: 'contour-no-2', price: { amount: 12_345, currency: 'EUR' } },
    })
    expect(await ask.asGuest.quote.query({ skus: [sku] })).toMatchObject([{ unitPrice: { amount: 12_345 } }])
    await expect(ask.asStaff.changePrice.mutate({ sku: 'nothing-a2', amount: 1 })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(ask.asGuest.changePrice.mutate({ sku, amount: 1 })).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(ask.hints).toEqual([['price', 'contour-no-2']])
  })

  test('every query answers by its contract', async () => {
    await using ask = await client()
    const { items } = await ask.asGuest.listPrints.query({ search: 'contour 2', sort: 'title' })
    expect(items.map(({ slug }) => slug)).toEqual(['contour-no-2'])
    expect((await ask.asGuest.printBySlug.query({ slug: 'contour-no-2' })).variants).toHaveLength(3)
    expect((await ask.asGuest.stockOfPrint.query({ slug: 'contour-no-2' })).map(({ sku }) => sku)).toEqual(
      ['a3', 'a2', 'a1'].map((size) => `contour-no-2-${size}`),
    )
    expect(await ask.asGuest.stockBySku.query({ sku: 'first-light-a2' })).toMatchObject({
      edition: 100,
      available: 100,
    })
    expect(await ask.asGuest.quote.query({ skus: ['first-light-a2', 'nowhere'] })).toHaveLength(1)
    expect(await ask.asService.trail.query({ orderId: v7() })).toEqual({ messages: [] })
  })

  test('several prints are told at once as each is told alone, and what is none is left out', async () => {
    await using ask = await client()
    const slugs = ['contour-no-2', 'nowhere', 'first-light']
    const alone = await Promise.all(
      ['contour-no-2', 'first-light'].map(async (slug) => ({
        print: await ask.asGuest.printBySlug.query({ slug }),
        stock: { slug, stock: await ask.asGuest.stockOfPrint.query({ slug }) },
      })),
    )
    const bySlug = <Item extends { slug: string }>(items: readonly Item[]) =>
      items.toSorted((a, b) => a.slug.localeCompare(b.slug))
    expect(bySlug(await ask.asGuest.printsBySlugs.query({ slugs }))).toEqual(alone.map(({ print }) => print))
    expect(bySlug(await ask.asGuest.stockOfPrints.query({ slugs }))).toEqual(alone.map(({ stock }) => stock))
  })

  test('a reservation is told to services alone', async () => {
    await using ask = await client()
    const orderId = v7()
    expect(await ask.asService.reservation.query({ orderId })).toBeNull()
    await room.tell('reserveStock', orderId, { lines: [{ sku: 'moon-no-9-a1', quantity: 1 }] })
    expect(await ask.asService.reservation.query({ orderId })).toMatchObject({ state: 'held' })
    await expect(ask.asGuest.reservation.query({ orderId })).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test.each(['nowhere', "a'; DROP TABLE stock; --", '%', '\u{1f5bc}'])(
    'the unknown SKU %j is not_found',
    async (sku) => {
      await using ask = await client()
      await expect(ask.asGuest.stockBySku.query({ sku })).rejects.toMatchObject({ code: 'not_found' })
      expect(await ask.asGuest.stockOfPrint.query({ slug: sku })).toEqual([])
    },
  )

  test('a NUL character, which no database text can hold, is invalid input and not a bug', async () => {
    await using ask = await client()
    const answers = await Promise.allSettled([
      ask.asGuest.stockBySku.query({ sku: 'a\0' }),
      ask.asGuest.printBySlug.query({ slug: '\0' }),
      ask.asGuest.quote.query({ skus: ['\0'] }),
      ask.asGuest.listPrints.query({ palette: 'riso\0' }),
    ])
    expect(answers.map(codeOf)).toEqual(Array(4).fill('invalid_input'))
  })
})

describe('with an engine away', () => {
  test('a database that is gone makes every operation unavailable, soon', async () => {
    await using ask = await client(openInventoryDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none' }))
    const startedAt = performance.now()
    const answers = await Promise.allSettled([
      ask.asGuest.listPrints.query({}),
      ask.asGuest.stockBySku.query({ sku: 'first-light-a2' }),
      ask.asGuest.quote.query({ skus: ['first-light-a2'] }),
    ])
    expect(answers.map(codeOf)).toEqual(Array(3).fill('unavailable'))
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })

  test('connections that the server cuts are replaced, and the next question is answered', async () => {
    await using ask = await client()
    await ask.asGuest.stockBySku.query({ sku: 'first-light-a2' })
    await room.database.pool.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
    await expect
      .poll(() => ask.asGuest.stockBySku.query({ sku: 'first-light-a2' }).catch(() => null))
      .toMatchObject({ sold: 0 })
  })

  test('queues that cannot be counted are unavailable', async () => {
    await using ask = await client()
    await expect(ask.asService.queues.query({})).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('dead letters', () => {
  const orderId = v7()
  beforeAll(() => {
    const letter = { id: v7(), name: releaseStock.name, from: 'orders', payload: { order: orderId }, traceparent: null }
    const parts = { pool: room.database.pool, clock: systemClock, newId: v7 }
    const dead = { letter, queue: releaseStock.name, consumer: releaseStock.name, attempts: 1, failures: [] }
    return keepDeadLetter(parts, { ...dead, reason: 'malformed' })
  })

  test('are for staff alone', async () => {
    await using ask = await client()
    await expect(ask.asGuest.deadLetters.query({})).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(ask.asService.deadLetters.query({})).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('are mended in the words of the contract, and sent once more under the name of whoever asked', async () => {
    await using ask = await client()
    const staff = ask.as({ ...guestScope(), principal: { kind: 'staff', id: 'ada' } })
    const [{ id = '', revision = 0 } = {}] = (await staff.deadLetters.query({})).items
    const wrong = { id, revision, payload: { orderId, stepId: 7 } }
    await expect(staff.editDeadLetter.mutate(wrong)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: 'stepId', message: 'must be a text' }] },
    })
    const mended = await staff.editDeadLetter.mutate({ ...wrong, payload: { orderId, stepId: 'release' } })
    const { state, history } = await staff.replayDeadLetter.mutate({ id, revision: mended.revision })
    expect([state, history.at(-1)]).toMatchObject(['replaying', { kind: 'replayed', by: 'staff:ada' }])
    await expect(staff.dropDeadLetter.mutate({ id, revision, reason: 'too late' })).rejects.toMatchObject({
      code: 'dead_letter_changed',
    })
  })
})

describe('with a caller who stops waiting', () => {
  /** Holds every question about prints up, and counts those that the database works on. */
  async function withPrintsLocked(work: (waiting: () => Promise<number>) => Promise<void>) {
    const holder = await room.database.pool.connect()
    try {
      await holder.query('BEGIN; LOCK TABLE variant IN ACCESS EXCLUSIVE MODE')
      await work(async () => (await holder.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rows.length)
    } finally {
      await holder.query('ROLLBACK')
      holder.release()
    }
  }

  test('nothing is left of their questions in the database, neither of SQL’s nor of Prisma’s', async () => {
    await using inventoryClient = await client()
    await withPrintsLocked(async (waiting) => {
      const leaving = new AbortController()
      const ask = inventoryClient.as(guestScope({ signal: leaving.signal }))
      const questions = [
        ask.printBySlug.query({ slug: 'contour-no-2' }),
        ask.stockOfPrint.query({ slug: 'contour-no-2' }),
      ]
      await expect.poll(waiting).toBe(2)
      leaving.abort()
      expect((await Promise.allSettled(questions)).map(codeOf)).toEqual(['unavailable', 'unavailable'])
      await expect.poll(waiting).toBe(0)
    })
  })

  test('a question ends with its deadline, in the answer and in the database', async () => {
    await using inventoryClient = await client()
    await withPrintsLocked(async (waiting) => {
      const ask = inventoryClient.as(guestScope({ deadlineAtMs: Date.now() + 300 }))
      await expect(ask.printBySlug.query({ slug: 'contour-no-2' })).rejects.toMatchObject({ code: 'unavailable' })
      await expect.poll(waiting).toBe(0)
    })
  })
})
