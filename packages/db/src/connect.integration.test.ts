import { type AddressInfo, connect, createServer } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { openDatabase } from './connect.ts'

const url = process.env.TEST_DATABASE_URL ?? ''
const lost: Error[] = []
const { pool, close } = openDatabase({
  url,
  max: 2,
  connectMs: 20_000,
  statementTimeoutMs: 300,
  onConnectionLost: (error) => lost.push(error),
})
afterAll(close)

const value = async (expression: string) => (await pool.query(`SELECT ${expression} AS value`)).rows[0]?.value

describe('openDatabase', () => {
  it('gives plain values: numbers while they are exact, dates as instants, days as text', async () => {
    expect(await value('9007199254740991::int8')).toBe(9007199254740991)
    expect(await value('9007199254740993::int8')).toBe(9007199254740993n)
    expect(await value(`'{1,NULL,9007199254740993}'::int8[]`)).toEqual([1, null, 9007199254740993n])
    expect(await value('count(*)')).toBe(1)
    expect(await value(`'2026-03-29 02:30:00+00'::timestamptz`)).toEqual(new Date('2026-03-29T02:30:00Z'))
    expect(await value(`'2026-03-29 02:30:00'::timestamp`)).toEqual(new Date('2026-03-29T02:30:00Z'))
    expect(await value(`'2026-03-29'::date`)).toBe('2026-03-29')
    expect(await value('1.10::numeric')).toBe('1.10')
    expect(await value(`'{"a":[1]}'::jsonb`)).toEqual({ a: [1] })
  })

  it('has all connections before anybody asks once it is warm, and none and no error where the database is away', async () => {
    const warm = openDatabase({ url, max: 3, connectMs: 10_000 })
    await warm.warm()
    expect([warm.pool.totalCount, warm.pool.idleCount]).toEqual([3, 3])
    await warm.close()
    const away = openDatabase({ url: 'postgresql://nobody@127.0.0.1:9/none', max: 2 })
    await away.warm()
    expect(away.pool.totalCount).toBe(0)
    await away.close()
  })

  it('is warm only once a database that takes no connection yet takes one', async () => {
    const { hostname, port } = new URL(url)
    const door = createServer((near) => {
      const far = connect({ host: hostname, port: Number(port) })
      for (const socket of [near, far]) socket.on('error', () => near.destroy())
      near.pipe(far).pipe(near)
    })
    await new Promise<void>((done) => door.listen(0, '127.0.0.1', done))
    const late = new URL(url)
    late.hostname = '127.0.0.1'
    late.port = String((door.address() as AddressInfo).port)
    await new Promise((done) => door.close(done))
    const waits: number[] = []
    const sleep = async (ms: number) => {
      if (waits.push(ms) === 3) await new Promise<void>((done) => door.listen(Number(late.port), '127.0.0.1', done))
    }
    const cold = openDatabase({
      url: late.href,
      max: 2,
      connectMs: 10_000,
      clock: { now: () => waits.length * 1_000, sleep, after: () => () => {} },
    })
    await cold.warm()
    expect([waits.length, cold.pool.idleCount]).toEqual([4, 2])
    await cold.close()
    door.close()
  })

  it('ends a statement that takes too long', async () => {
    await expect(pool.query('SELECT pg_sleep(5)')).rejects.toThrow(/statement timeout/)
  })

  it('replaces connections that break, idle or in use, and the process lives', async () => {
    const other = openDatabase({ url, max: 1 })
    const pids = new Set(await Promise.all([value('pg_backend_pid()'), value('pg_backend_pid()')]))
    for (const pid of pids) await other.pool.query('SELECT pg_terminate_backend($1)', [pid])
    await expect.poll(() => lost.length).toBe(pids.size)
    const client = await pool.connect()
    try {
      const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
      await other.pool.query('SELECT pg_terminate_backend($1)', [rows[0].pid])
      await expect(client.query('SELECT 1')).rejects.toThrow()
    } finally {
      client.release(true)
    }
    expect(await value('1')).toBe(1)
    await other.close()
  })

  it('gives up on a server that accepts and does not answer', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const address = silent.address()
    const port = typeof address === 'object' ? address?.port : 0
    const database = openDatabase({ url: `postgresql://a:b@127.0.0.1:${port}/c`, connectMs: 100 })
    await expect(database.pool.query('SELECT 1')).rejects.toThrow(/timeout/)
    await database.close()
    silent.close()
  })
})
