import { openDatabase } from '@switchyard/db/connect'
import { openIdentityDatabase } from '@switchyard/db/identity'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { TestClock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createAuditLog } from './audit-log.ts'

const secret = 'a secret of this shop'
const dayMs = 24 * 3_600_000
let clock: TestClock
let scratch: Awaited<ReturnType<typeof createScratchDatabase>>
let database: ReturnType<typeof openIdentityDatabase>
let audit: ReturnType<typeof createAuditLog>

/** Who has taken over the database, and asks no trigger. */
const tamper = async (...statements: string[]) => {
  const client = await database.pool.connect()
  try {
    await client.query('SET session_replication_role = replica')
    for (const text of statements) await client.query(text)
  } finally {
    await client.query('RESET session_replication_role')
    client.release()
  }
}
const newGateway = () => createAuditLog({ pool: database.pool, secret, clock, log })
const must = { must: true }
const action = (subject = 'letter-1') => ({
  ...{ by: 'staff:s1', operation: 'deadLetters.drop', subject, requestId: 'request-1' },
})
/** Actions that were done; two lines each. */
const did = async (times: number) => {
  for (let n = 0; n < times; n++) await (await audit.begin(action(`letter-${n}`), must)).end('done')
}
const faults = async (by = newGateway()) => (await by.check()).faults

beforeAll(async () => {
  scratch = await createScratchDatabase({ owner: 'identity', adminUrl: process.env.TEST_DATABASE_URL })
  database = openIdentityDatabase({ url: scratch.url, max: 6, connectMs: 10_000 })
})
beforeEach(async () => {
  clock = new TestClock(Date.UTC(2026, 10, 28))
  await tamper('DELETE FROM audit_lines', 'DELETE FROM audit_head', 'DELETE FROM audit_anchors')
  audit = newGateway()
})
afterAll(async () => {
  await database.close()
  await scratch[Symbol.asyncDispose]()
})

test('an action is written down before it is done, and its outcome after', async () => {
  const entry = await audit.begin(action(), must)
  expect((await audit.list({ limit: 10 })).items).toEqual([
    { seq: 1, at: '2026-11-28T00:00:00.000Z', ...action(), outcome: null },
  ])
  await entry.end('done')
  expect((await audit.list({ limit: 10 })).items).toMatchObject([{ seq: 1, outcome: 'done' }])
  expect(await audit.check()).toMatchObject({ lines: 2, last: 2, prunedThrough: 0, faults: [] })
})

test('gateways that write at once write one chain', async () => {
  const gateways = [audit, newGateway(), newGateway()]
  await Promise.all(
    Array.from({ length: 30 }, async (_, n) =>
      (await gateways[n % 3]?.begin(action(`letter-${n}`), must))?.end('done'),
    ),
  )
  expect(await audit.check()).toMatchObject({ lines: 60, last: 60, faults: [] })
})

test('pages follow one another, the newest action first', async () => {
  await did(5)
  const first = await audit.list({ limit: 3 })
  expect([first.items.map(({ seq }) => seq), first.more]).toEqual([[9, 7, 5], true])
  const rest = await audit.list({ limit: 3, before: 5 })
  expect([rest.items.map(({ seq }) => seq), rest.more]).toEqual([[3, 1], false])
})

describe('it shows, and which line it was, when somebody', () => {
  const columns = ['at = now()', `"by" = 'staff:s2'`, `operation = 'x'`, 'subject = NULL', `request_id = 'x'`]
  const marks = [`previous = 'x'`, `mark = 'x'`]
  test.each([...columns, ...marks])('changes a line: %s', async (change) => {
    await did(3)
    await tamper(`UPDATE audit_lines SET ${change} WHERE seq = 3`)
    expect(await faults()).toContainEqual({ seq: 3, what: 'changed' })
  })

  test('changes what came of it', async () => {
    await did(2)
    await tamper(`UPDATE audit_lines SET outcome = 'not_found' WHERE seq = 4`)
    expect(await faults()).toEqual([{ seq: 4, what: 'changed' }])
  })

  test.each([1, 3, 6])('removes line %d of six', async (seq) => {
    await did(3)
    await tamper(`DELETE FROM audit_lines WHERE seq = ${seq}`)
    expect(await faults()).toEqual([{ seq, what: 'missing' }])
  })

  test('exchanges two lines, or puts one of their own between', async () => {
    await did(3)
    await tamper(
      'UPDATE audit_lines SET seq = 99 WHERE seq = 3',
      'UPDATE audit_lines SET seq = 3 WHERE seq = 5',
      'UPDATE audit_lines SET seq = 5 WHERE seq = 99',
    )
    expect(await faults()).toContainEqual({ seq: 3, what: 'changed' })
    await tamper(
      `INSERT INTO audit_lines (seq, at, kind, "by", operation, request_id, previous, mark)
       SELECT 7, at, 'begun', "by", operation, request_id, mark, 'mine' FROM audit_lines WHERE seq = 6`,
    )
    expect(await faults()).toContainEqual({ seq: 7, what: 'changed' })
  })

  test('removes the end, and says in the head that it ended there', async () => {
    await did(3)
    await tamper('DELETE FROM audit_lines WHERE seq > 4', 'UPDATE audit_head SET seq = 4')
    expect(await faults()).toContainEqual({ seq: 4, what: 'head forged' })
  })

  test('puts the whole back to an earlier day, as long as one gateway remembers', async () => {
    await did(1)
    const { rows } = await database.pool.query('SELECT seq, line_mark, mark FROM audit_head')
    await did(1)
    await tamper('DELETE FROM audit_lines WHERE seq > 2')
    await database.pool.query('UPDATE audit_head SET seq = $1, line_mark = $2, mark = $3', Object.values(rows[0]))
    expect(await faults(audit)).toEqual([
      { seq: 3, what: 'missing' },
      { seq: 4, what: 'missing' },
    ])
  })

  test('prunes what is not old, under an anchor of their own', async () => {
    await did(3)
    await tamper(
      `INSERT INTO audit_anchors (seq, at, line_mark, mark) SELECT seq, at, mark, 'mine' FROM audit_lines WHERE seq = 4`,
      'DELETE FROM audit_lines WHERE seq <= 4',
    )
    expect(await faults()).toContainEqual({ seq: 4, what: 'anchor forged' })
  })
})

test('the role that writes it can add, and neither change nor remove', async () => {
  await did(2)
  const role = `auditor_${crypto.randomUUID().slice(0, 8)}`
  const admin = openDatabase({ url: scratch.url, max: 1, connectMs: 10_000 })
  await using _role = {
    [Symbol.asyncDispose]: async () => {
      await admin.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
      await admin.close()
    },
  }
  await admin.pool.query(`CREATE ROLE ${role}`)
  await admin.pool.query(`GRANT ALL ON audit_lines, audit_anchors, audit_head TO ${role}`)
  await admin.pool.query(`SET ROLE ${role}`)
  for (const text of ['UPDATE audit_lines SET outcome = NULL', 'DELETE FROM audit_lines', 'TRUNCATE audit_lines'])
    await expect(admin.pool.query(text)).rejects.toMatchObject({ code: '42501' })
  await admin.pool.query('RESET ROLE')
  expect(await faults()).toEqual([])
})

test('what is older than 400 days is pruned, and the chain goes on from there', async () => {
  await did(2)
  await clock.advance(399 * dayMs)
  await did(1)
  await audit.prune()
  expect(await audit.check()).toMatchObject({ lines: 6, faults: [] })
  await clock.advance(2 * dayMs)
  await audit.prune()
  await audit.prune()
  expect(await audit.check()).toMatchObject({ lines: 2, last: 6, prunedThrough: 4, faults: [] })
  await did(1)
  expect(await audit.check()).toMatchObject({ lines: 4, last: 8, faults: [] })
})

test('in the lab a line waits until the database is back, in its order, and elsewhere nothing may be done', async () => {
  const away = { on: true }
  const pool = new Proxy(database.pool, {
    get: (target, name) => {
      if (name === 'connect' && away.on) return () => Promise.reject(new Error('connect ECONNREFUSED'))
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const gateway = createAuditLog({ pool, secret, clock, log })
  await (await gateway.begin({ ...action('postgres'), operation: 'lab.act' }, { must: false })).end('done')
  await expect(gateway.begin(action(), must)).rejects.toThrow('ECONNREFUSED')
  away.on = false
  await (await gateway.begin(action('letter-9'), must)).end('done')
  expect((await gateway.list({ limit: 9 })).items.map(({ subject, outcome }) => [subject, outcome])).toEqual([
    ['letter-9', 'done'],
    ['postgres', null],
  ])
  expect(await faults()).toEqual([])
})
