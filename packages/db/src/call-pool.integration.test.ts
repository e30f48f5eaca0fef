import { systemClock } from '@switchyard/runtime/clock'
import { type CurrentCall, serveCall } from '@switchyard/runtime/current-call'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from './connect.ts'
import { databaseFaultOf } from './database-fault.ts'
import { openInventoryDatabase } from './inventory.ts'
import { longStatement } from './long-statement.ts'
import { createScratchDatabase, type ScratchDatabase } from './scratch-database.ts'

const longMs = 60_000
let scratch: ScratchDatabase
let watcher: Database
const open: { close(): Promise<void> }[] = []

/** A pool that would let a statement run for a minute, so that only its call can end it sooner. */
const poolOf = ({ max }: { max: number }) => {
  const database = openDatabase({ url: scratch.url, max, statementTimeoutMs: longMs, connectMs: 10_000 })
  open.push(database)
  return database.pool
}

beforeAll(async () => {
  scratch = await createScratchDatabase({ owner: 'inventory', adminUrl: process.env.TEST_DATABASE_URL })
  watcher = openDatabase({ url: scratch.url, max: 2, connectMs: 10_000 })
  await watcher.pool.query('CREATE SEQUENCE begun; CREATE TABLE written (id int)')
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((database) => database.close()))
})
afterAll(async () => {
  await watcher.close()
  await scratch[Symbol.asyncDispose]()
})

/** A call, and its caller's way to leave it. */
function callOf({ ms = longMs } = {}): CurrentCall & { leave: () => void } {
  const leaving = new AbortController()
  return { signal: leaving.signal, leftMs: () => ms, leave: () => leaving.abort() }
}

const one = async <T>(rows: Promise<{ rows: { value: T }[] }>) => (await rows).rows[0]?.value
const running = (mark: string) =>
  one<number>(
    watcher.pool.query(
      `SELECT count(*) AS value FROM pg_stat_activity WHERE state = 'active' AND query LIKE $1 AND pid <> pg_backend_pid()`,
      [`%${mark}%`],
    ),
  )
const begun = () => one<number>(watcher.pool.query('SELECT last_value - 1 + is_called::int AS value FROM begun'))
const written = () => one<number>(watcher.pool.query('SELECT count(*) AS value FROM written'))
const outcomeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => databaseFaultOf(error) ?? error,
  )

describe('a statement of a call', () => {
  it('ends on the server when the caller leaves', async () => {
    const call = callOf()
    const outcome = outcomeOf(serveCall(call, () => poolOf({ max: 1 }).query('SELECT pg_sleep(50) -- left')))
    await expect.poll(() => running('-- left')).toBe(1)
    call.leave()
    expect(await outcome).toBe('away')
    await expect.poll(() => running('-- left')).toBe(0)
  })

  it('ends on the server at the deadline, also when this process is too busy to say so', async () => {
    const pool = poolOf({ max: 1 })
    const query = serveCall(callOf({ ms: 200 }), () => pool.query('SELECT pg_sleep(50) -- late'))
    await expect(query).rejects.toThrow('canceling statement due to statement timeout')
    expect(await running('-- late')).toBe(0)
  })

  it('is limited by what its own call has left, also after waiting for a connection behind others', async () => {
    const pool = poolOf({ max: 1 })
    const limitFor = (ms: number) =>
      serveCall(callOf({ ms }), () => one(pool.query(`SELECT current_setting('statement_timeout') AS value`)))
    const limits = [3_000, 1_500, 20_001, longMs, 2_500]
    expect(await Promise.all(limits.map(limitFor))).toEqual(['3s', '1500ms', '20001ms', '1min', '2500ms'])
  })

  it('leaves no limit behind, whether it succeeds, fails or runs out of time', async () => {
    const pool = poolOf({ max: 1 })
    const client = await pool.connect()
    client.release()
    const statements = ['SELECT 1', 'SELECT 1/0', 'SELECT pg_sleep(50)', 'SELECT $1::int / 0']
    for (const text of statements) {
      await serveCall(callOf({ ms: 100 }), () => outcomeOf(pool.query(text, text.includes('$1') ? [1] : undefined)))
      expect(await one(pool.query(`SELECT current_setting('statement_timeout') AS value`))).toBe('1min')
    }
  })

  it('may take longer than the others of its pool when it says so', async () => {
    const quick = openDatabase({ url: scratch.url, max: 1, statementTimeoutMs: 100, connectMs: 10_000 })
    open.push(quick)
    const sleeping = async (statement: pg.QueryConfig) => {
      const client = await quick.pool.connect()
      await client.query('BEGIN')
      await client.query('SET LOCAL statement_timeout = 5000')
      return await outcomeOf(client.query(statement)).finally(() => client.release(true))
    }
    const text = 'SELECT pg_sleep(0.8)'
    for (const serve of [
      (work: () => Promise<unknown>) => work(),
      (work: () => Promise<unknown>) => serveCall(callOf(), work),
    ]) {
      expect(await serve(() => sleeping(longStatement(5_000, text)))).toBe('done')
      expect(await serve(() => sleeping({ text }))).not.toBe('done')
    }
  })

  it('gives what it gives without a call', async () => {
    const pool = poolOf({ max: 1 })
    const questions = [
      () => pool.query('SELECT 1 AS a, NULL AS b'),
      () => pool.query('SELECT 1 AS a; SELECT 2 AS b'),
      () => pool.query('SELECT generate_series(1, $1::int) AS n', [3]),
      () => pool.query({ name: 'named', text: 'SELECT $1::text AS t', values: ['x'] }),
      () => pool.query({ text: 'SELECT 1, 2', rowMode: 'array' }),
      () => pool.query('CREATE TEMP TABLE IF NOT EXISTS t (id int)'),
      () => pool.query(''),
    ]
    const plain = (result: unknown) =>
      JSON.parse(JSON.stringify(result, ['rows', 'rowCount', 'command', 'a', 'b', 'n', 't', '0', '1']))
    for (const ask of questions) {
      const expected = plain(await ask())
      expect(plain(await serveCall(callOf({ ms: 5_000 }), ask))).toEqual(expected)
    }
  })
})

describe('after the end of a call', () => {
  it('nothing begins, not even what was waiting for a connection', async () => {
    const pool = poolOf({ max: 1 })
    const before = await begun()
    const call = callOf()
    const busy = await pool.connect()
    const waiting = Array.from({ length: 20 }, () =>
      serveCall(call, () => outcomeOf(pool.query(`SELECT nextval('begun')`))),
    )
    call.leave()
    const late = serveCall(call, () => outcomeOf(pool.query(`SELECT nextval('begun')`)))
    const expired = serveCall(callOf({ ms: 0 }), () => outcomeOf(pool.query(`SELECT nextval('begun')`)))
    busy.release()
    expect(new Set(await Promise.all([...waiting, late, expired]))).toEqual(new Set(['away']))
    expect(await begun()).toBe(before)
  })

  it('no later statement of its transaction begins, and what it wrote is rolled back', async () => {
    const pool = poolOf({ max: 1 })
    const call = callOf()
    await serveCall(call, async () => {
      const client = await pool.connect()
      await client.query('BEGIN')
      await client.query('INSERT INTO written VALUES (1)')
      const sleeping = outcomeOf(client.query('SELECT pg_sleep(50) -- within'))
      await expect.poll(() => running('-- within')).toBe(1)
      call.leave()
      expect(await sleeping).toBe('away')
      expect(await outcomeOf(client.query('COMMIT'))).toBe('away')
      expect(await outcomeOf(client.query('ROLLBACK'))).toBe('done')
      client.release()
    })
    expect(await written()).toBe(0)
  })

  it('a connection that comes back in the middle of a transaction is closed, which rolls back', async () => {
    const pool = poolOf({ max: 1 })
    const call = callOf()
    await serveCall(call, async () => {
      const client = await pool.connect()
      await client.query('BEGIN')
      await client.query('INSERT INTO written VALUES (2)')
      call.leave()
      expect(await outcomeOf(client.query('COMMIT'))).toBe('away')
      client.release()
    })
    expect(await one(pool.query('SELECT count(*) AS value FROM written'))).toBe(0)
  })
})

it('a caller who leaves at any moment ends nobody else’s statement', async () => {
  const pool = poolOf({ max: 2 })
  const outcomes = { leavers: new Set<unknown>(), others: new Set<unknown>() }
  // The caller leaves at about the moment when its statement ends, and its connection goes to the next one at once.
  for (let turn = 0; turn < 200; turn++) {
    const call = callOf()
    const own = serveCall(call, () => outcomeOf(pool.query('SELECT pg_sleep(0.001)')))
    const others = Array.from({ length: 4 }, () => outcomeOf(pool.query('SELECT pg_sleep(0.001)')))
    setTimeout(call.leave, 1 + (turn % 3))
    outcomes.leavers.add(await own)
    for (const other of others) outcomes.others.add(await other)
  }
  expect(outcomes).toEqual({ leavers: new Set(['done', 'away']), others: new Set(['done']) })
})

it('work that serves no call runs on, whoever leaves', async () => {
  const pool = poolOf({ max: 2 })
  const call = callOf()
  const sleeping = outcomeOf(serveCall(call, () => pool.query('SELECT pg_sleep(50) -- mine')))
  const background = outcomeOf(pool.query('SELECT pg_sleep(0.2)'))
  await expect.poll(() => running('-- mine')).toBe(1)
  call.leave()
  expect([await sleeping, await background]).toEqual(['away', 'done'])
})

describe('Prisma', () => {
  const opened = () => {
    const database = openInventoryDatabase({ url: scratch.url, max: 1, statementTimeoutMs: longMs, connectMs: 10_000 })
    open.push(database)
    return database.prisma
  }

  it('ends its statement on the server when the caller leaves', async () => {
    const prisma = opened()
    const call = callOf()
    const outcome = serveCall(call, () => outcomeOf(prisma.$queryRaw`SELECT pg_sleep(50)::text -- prisma`))
    await expect.poll(() => running('-- prisma')).toBe(1)
    call.leave()
    expect(await outcome).toBe('away')
    await expect.poll(() => running('-- prisma')).toBe(0)
  })

  it('begins nothing after the end of a call, and answers others as before', async () => {
    const prisma = opened()
    const ended = serveCall(callOf({ ms: 0 }), () => outcomeOf(prisma.stock.findFirst({ where: { sku: 'none' } })))
    expect(await ended).toBe('away')
    const found = serveCall(callOf({ ms: 5_000 }), () => outcomeOf(prisma.stock.findFirst({ where: { sku: 'none' } })))
    expect(await found).toBe('done')
  })

  it('asks for each caller of the same moment alone, so that one who has left takes nobody with them', async () => {
    const prisma = opened()
    const ask = (sku: string) => () => outcomeOf(prisma.stock.findFirst({ where: { sku } }).then(() => sku))
    const outcomes = await Promise.all([
      serveCall(callOf({ ms: 0 }), ask('a')),
      serveCall(callOf(), ask('b')),
      serveCall(callOf({ ms: 0 }), ask('c')),
    ])
    expect(outcomes).toEqual(['away', 'done', 'away'])
  })

  it('rolls a transaction back whose caller left', async () => {
    const prisma = opened()
    const call = callOf()
    const work = () =>
      prisma.$transaction([
        prisma.$executeRaw`INSERT INTO written VALUES (3)`,
        prisma.$queryRaw`SELECT pg_sleep(50)::text -- batch`,
      ])
    const outcome = serveCall(call, () => outcomeOf(work()))
    await expect.poll(() => running('-- batch')).toBe(1)
    call.leave()
    expect(await outcome).toBe('away')
    await expect.poll(written).toBe(0)
    expect(await outcomeOf(prisma.stock.findFirst())).toBe('done')
  })
})

describe('nobody waits for long', () => {
  it('for a free connection while connections are lost, and whoever gave up leaves none behind', async () => {
    const database = openDatabase({ url: scratch.url, max: 2, connectMs: 10_000, clock: systemClock })
    open.push(database)
    const { pool } = database
    const [busy, other] = [await pool.connect(), await pool.connect()]
    const lost = outcomeOf(other.query('SELECT pg_terminate_backend(pg_backend_pid())'))
    expect(await lost).toBe('away')
    other.release(true)
    const another = (): Promise<pg.PoolClient> => pool.connect().catch(another)
    const next = await another()
    const beganMs = performance.now()
    const outcome = await outcomeOf(pool.query('SELECT 1'))
    const tookMs = performance.now() - beganMs
    for (const client of [busy, next]) client.release()
    expect([outcome, tookMs]).toEqual(['away', expect.toSatisfy((ms: number) => ms < 5_000)])
    expect(await outcomeOf(pool.query('SELECT 1'))).toBe('done')
    expect([pool.totalCount, pool.waitingCount]).toEqual([pool.idleCount, 0])
  })

  it('behind more others than may wait', async () => {
    const database = openDatabase({ url: scratch.url, max: 1, connectMs: 10_000, waitingMax: 3 })
    open.push(database)
    const busy = await database.pool.connect()
    const waiting = Array.from({ length: 3 }, () => outcomeOf(database.pool.query('SELECT 1')))
    expect(await outcomeOf(database.pool.query('SELECT 1'))).toBe('away')
    busy.release()
    expect(await Promise.all(waiting)).toEqual(['done', 'done', 'done'])
  })
})
