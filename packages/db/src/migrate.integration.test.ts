import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from './connect.ts'
import { listPending, MigrationError, migrate } from './migrate.ts'

const admin = openDatabase({
  url: process.env.TEST_DATABASE_URL ?? '',
  max: 1,
  statementTimeoutMs: 30_000,
  connectMs: 20_000,
})
let schemaDir: string
let url: string
let pool: pg.Pool
let close: () => Promise<void>

beforeEach(async () => {
  schemaDir = join(mkdtempSync(join(tmpdir(), 'migrate-')), 'shop')
  mkdirSync(schemaDir)
  writeFileSync(join(schemaDir, 'schema.prisma'), 'datasource db {\n  provider = "postgresql"\n}\n')
  const name = `migrate_${randomUUID().slice(0, 8)}`
  await admin.pool.query(`CREATE DATABASE ${name}`)
  url = Object.assign(new URL(process.env.TEST_DATABASE_URL ?? ''), { pathname: `/${name}` }).href
  ;({ pool, close } = openDatabase({ url, connectMs: 20_000 }))
})

afterEach(async () => {
  await close()
  await admin.pool.query(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`)
  rmSync(join(schemaDir, '..'), { recursive: true, force: true })
})

function write(name: string, sql: string): void {
  mkdirSync(join(schemaDir, 'migrations', name), { recursive: true })
  writeFileSync(join(schemaDir, 'migrations', name, 'migration.sql'), sql)
}

const tables = async () => {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%' ORDER BY 1`,
  )
  return rows.map(({ name }) => name)
}

/** Migrates as a client that is gone at the moment when the database has been sent a script with these words. */
async function migrateUntil(words: string): Promise<void> {
  const { hostname, port } = new URL(url)
  const clients = new Set<Socket>()
  const door = createServer((near) => {
    const far = connect({ host: hostname, port: Number(port) })
    clients.add(near)
    for (const socket of [near, far]) socket.on('error', () => {})
    far.pipe(near)
    near.on('close', () => far.end())
    near.on('data', (chunk) => {
      far.write(chunk)
      if (!chunk.includes(words)) return
      door.close()
      for (const client of clients) client.destroy()
    })
  })
  await new Promise<void>((done) => door.listen(0, '127.0.0.1', done))
  const { port: doorPort } = door.address() as AddressInfo
  const through = Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(doorPort) }).href
  await expect(migrate({ url: through, schemaDir })).rejects.toThrow(MigrationError)
}

describe('migrate', () => {
  it('applies what is pending in order, once', async () => {
    write('1_first', 'CREATE TABLE a (id int)')
    expect(await migrate({ url, schemaDir })).toEqual(['1_first'])
    write('2_second', 'ALTER TABLE a RENAME TO b')
    expect(await listPending({ url, schemaDir })).toEqual(['2_second'])
    expect(await migrate({ url, schemaDir })).toEqual(['2_second'])
    expect(await migrate({ url, schemaDir })).toEqual([])
    expect(await tables()).toEqual(['b'])
  })

  it('sends a script whole, so that functions keep their semicolons', async () => {
    write(
      '1_function',
      `CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END $$; CREATE TABLE a (note text DEFAULT 'x;y')`,
    )
    await migrate({ url, schemaDir })
    expect((await pool.query('SELECT two() AS two')).rows).toEqual([{ two: 2 }])
  })

  it('leaves nothing of a migration that fails, says why, and applies it once it is mended', async () => {
    write('1_broken', 'CREATE TABLE a (id int); CREATE TABLE a (id int)')
    await expect(migrate({ url, schemaDir })).rejects.toThrow(
      /shop: a migration could not be applied: relation "a" already exists/,
    )
    expect(await tables()).toEqual([])
    write('1_broken', 'CREATE TABLE a (id int)')
    expect(await migrate({ url, schemaDir })).toEqual(['1_broken'])
  })

  it('applies a migration again that was interrupted', async () => {
    write('1_first', 'CREATE TABLE a (id int)')
    write('2_slow', 'CREATE TABLE b (id int); SELECT pg_sleep(20)')
    const interrupted = migrate({ url, schemaDir }).catch(String)
    await expect
      .poll(
        async () =>
          (
            await admin.pool.query(
              `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(20)' AND pid <> pg_backend_pid()`,
            )
          ).rowCount,
        { timeout: 10_000 },
      )
      .toBeGreaterThan(0)
    await interrupted
    expect(await tables()).toEqual(['a'])
    write('2_slow', 'CREATE TABLE b (id int)')
    expect(await migrate({ url, schemaDir })).toEqual(['2_slow'])
    expect(await tables()).toEqual(['a', 'b'])
  })

  it('knows what has been applied, also when its client was cut off before it could note that', async () => {
    write('1_first', 'CREATE TABLE a (id int)')
    await migrateUntil('CREATE TABLE a')
    await expect.poll(tables).toEqual(['a'])
    write('2_second', 'ALTER TABLE a RENAME TO b')
    expect(await migrate({ url, schemaDir })).toEqual(['2_second'])
    expect(await tables()).toEqual(['b'])
  })

  it('waits for a script that still runs, though its client is gone', async () => {
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    const waitingFor = async () => (await pool.query(waiting)).rowCount
    const holder = await pool.connect()
    await holder.query('SELECT pg_advisory_lock(1)')
    write('1_first', 'CREATE TABLE a (id int); SELECT pg_advisory_xact_lock(1)')
    await migrateUntil('CREATE TABLE a')
    await expect.poll(waitingFor).toBe(1)
    const again = migrate({ url, schemaDir })
    await expect.poll(waitingFor, { timeout: 10_000 }).toBe(2)
    holder.release(true)
    expect(await again).toEqual([])
    expect(await tables()).toEqual(['a'])
  })

  it('gives a statement an hour, and a minute to who waits for a lock', async () => {
    const limits = `current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock`
    write('1_first', `CREATE TABLE a AS SELECT ${limits}`)
    await migrate({ url, schemaDir })
    expect((await pool.query('SELECT * FROM a')).rows).toEqual([{ statement: '1h', lock: '1min' }])
  })

  it('refuses a migration that changed after it was applied', async () => {
    write('1_first', 'CREATE TABLE a (id int)')
    await migrate({ url, schemaDir })
    write('1_first', 'CREATE TABLE a (id bigint)')
    const failure = migrate({ url, schemaDir })
    await expect(failure).rejects.toThrow(MigrationError)
    await expect(failure).rejects.toThrow(/1_first changed after it was applied/)
  })
})
