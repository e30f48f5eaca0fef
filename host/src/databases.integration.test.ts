import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DatabaseUrls, prepareDatabases } from './databases.ts'
import type { Engine } from './engine.ts'
import { dropDatabases, listDatabases } from './external-data.ts'
import { startPostgres } from './postgres.ts'
import { ensureSecrets } from './secrets.ts'

const checkout = join(import.meta.dirname, '../..')
const inheritedEnv = { PATH: process.env.PATH ?? '' }

let dataDir: string
let engine: Engine
let urls: DatabaseUrls
let steps: string[] = []
const reports = { log: () => {}, progress: (step: string) => void steps.push(step) }

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'databases-'))
  engine = await startPostgres({ checkout, dataDir, inheritedEnv, password: 'admin', ...reports })
  urls = await prepare({})
})

afterAll(async () => {
  await engine.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const prepare = ({
  adminUrl = engine.url,
  brought = false,
  dbPrefix = 'shop',
  secretsIn = 'secrets',
  demoAccounts = true,
}) =>
  prepareDatabases({
    checkout,
    adminUrl,
    brought,
    dbPrefix,
    secret: ensureSecrets(join(dataDir, secretsIn)),
    demoAccounts,
    inheritedEnv,
    ...reports,
  })

async function query(url: string, sql: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const toDatabase = (url: string, database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href

describe('prepareDatabases', () => {
  it('lets each role into its own database and into no other', async () => {
    for (const [owner, url] of Object.entries(urls)) {
      expect(await query(url, 'SELECT current_user AS role, current_database() AS database')).toEqual([
        { role: `shop_${owner}`, database: `shop_${owner}` },
      ])
      for (const other of ['identity', 'orders', 'inventory', 'payments'].filter((name) => name !== owner)) {
        await expect(query(toDatabase(url, `shop_${other}`), 'SELECT 1')).rejects.toThrow(
          /permission denied for database/,
        )
      }
      await expect(query(toDatabase(url, 'postgres'), 'SELECT 1')).rejects.toThrow(/permission denied for database/)
      await expect(query(url, 'CREATE ROLE intruder')).rejects.toThrow(/permission denied/)
    }
  })

  it('has migrated and seeded them, and finds nothing to do a second time', async () => {
    expect(await query(urls.identity, 'SELECT name FROM api_key')).toEqual([{ name: 'Seeded partner' }])
    steps = []
    await prepare({})
    expect(steps).toEqual([])
  })

  it('gives the roles their new passwords, and seeds again, when the secrets were made anew', async () => {
    const before = await query(urls.identity, 'SELECT key_hash FROM api_key')
    const renewed = await prepare({ secretsIn: 'other-secrets' })
    expect(await query(renewed.identity, 'SELECT key_hash FROM api_key')).not.toEqual(before)
    await expect(query(urls.orders, 'SELECT 1')).rejects.toThrow(/password/)
    urls = await prepare({})
  })

  it('has accounts with a password that everybody knows only where the lab is open', async () => {
    const roles = async () =>
      (await query(urls.identity, 'SELECT role FROM users ORDER BY role')).map(({ role }) => role)
    expect(await roles()).toEqual(['admin', 'shopper', 'staff'])
    await prepare({ demoAccounts: false })
    expect(await roles()).toEqual([])
    await prepare({})
    expect(await roles()).toEqual(['admin', 'shopper', 'staff'])
  })

  it('does with CREATEDB and CREATEROLE alone, and drops again what it made', async () => {
    await query(
      engine.url,
      `CREATE ROLE helper LOGIN CREATEDB CREATEROLE PASSWORD 'x'; GRANT CONNECT ON DATABASE postgres TO helper`,
    )
    const adminUrl = Object.assign(new URL(engine.url), { username: 'helper', password: 'x' }).href
    const brought = await prepare({ adminUrl, brought: true, dbPrefix: 'guest' })
    expect(await query(brought.orders, 'SELECT current_user AS role')).toEqual([{ role: 'guest_orders' }])
    expect(await dropDatabases({ url: adminUrl, dbPrefix: 'guest' })).toHaveLength(8)
    expect(await listDatabases({ url: adminUrl, dbPrefix: 'guest' })).toEqual([])
    expect(await listDatabases({ url: engine.url, dbPrefix: 'shop' })).toHaveLength(8)
  })

  it.each([
    ['CREATEDB', 'NOCREATEDB CREATEROLE'],
    ['CREATEROLE', 'CREATEDB NOCREATEROLE'],
  ])('says that %s is lacking before it makes anything', async (lacking, rights) => {
    await query(engine.url, `CREATE ROLE poor LOGIN ${rights} PASSWORD 'x'; GRANT CONNECT ON DATABASE postgres TO poor`)
    const adminUrl = Object.assign(new URL(engine.url), { username: 'poor', password: 'x' }).href
    await expect(prepare({ adminUrl, brought: true, dbPrefix: 'poor' })).rejects.toThrow(
      `lacks ${lacking}. As an administrator: ALTER ROLE "poor" ${lacking};`,
    )
    expect(await listDatabases({ url: engine.url, dbPrefix: 'poor' })).toEqual([])
    await query(engine.url, 'REVOKE CONNECT ON DATABASE postgres FROM poor; DROP ROLE poor')
  })

  it('names DATABASE_URL, and no password, when nobody answers there', async () => {
    const failure = await prepare({ adminUrl: 'postgresql://me:geheim@127.0.0.1:1/postgres', brought: true }).catch(
      String,
    )
    expect(failure).toMatch(/DATABASE_URL: no PostgreSQL answers at 127\.0\.0\.1:1.*ECONNREFUSED/)
    expect(failure).not.toContain('geheim')
  })
})
