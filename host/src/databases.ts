import { join } from 'node:path'
import { migrationLimitMs } from '@switchyard/db/migrate'
import { type DatabaseOwner, databaseOwners } from '@switchyard/db/owners'
import { planPreparation } from '@switchyard/db/prepare'
import pg from 'pg'
import { type AdminAccount, connectAdmin, quoteName, quoteText } from './database-admin.ts'
import { EngineError, type EngineReports } from './engine.ts'
import { runCommand } from './run-command.ts'
import type { ReadSecret } from './secrets.ts'

export interface DatabasesOptions extends EngineReports {
  readonly checkout: string
  /** An account that may create databases and roles: the host's own superuser, or `DATABASE_URL`. */
  readonly adminUrl: string
  /** Whether somebody else runs the server; what is not ours there stays as it is. */
  readonly brought: boolean
  readonly dbPrefix: string
  readonly secret: ReadSecret
  /** Whether the accounts are there whose password everybody knows. */
  readonly demoAccounts: boolean
  readonly inheritedEnv: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** The connection URL of each owner's role. */
export type DatabaseUrls = Readonly<Record<DatabaseOwner, string>>

/**
 * Makes the four databases and roles, migrates and seeds them; a second time it finds nothing to do. A role reaches its
 * own database and no other.
 *
 * @throws EngineError that says which right is missing, what is wrong with the URL, or which migration failed.
 */
export async function prepareDatabases(options: DatabasesOptions): Promise<DatabaseUrls> {
  const admin = await connectAdmin(options.adminUrl)
  try {
    // Two hosts with one prefix would create the same things at once.
    await admin.client.query(`SELECT pg_advisory_lock(hashtext($1))`, [`switchyard ${options.dbPrefix}`])
    for (const owner of databaseOwners) await ensureDatabase(admin, owner, options)
    if (!options.brought) await closeSharedDatabases(admin)
    const urls = urlsOf(options)
    await migrateAndSeed(urls, options)
    return urls
  } finally {
    await admin.client.end().catch(() => {})
  }
}

function urlsOf({ adminUrl, dbPrefix, secret }: DatabasesOptions): DatabaseUrls {
  const urlOf = (owner: DatabaseOwner) => {
    const url = new URL(adminUrl)
    url.username = `${dbPrefix}_${owner}`
    url.password = encodeURIComponent(secret(`postgres-${owner}.password`))
    url.pathname = `/${dbPrefix}_${owner}`
    return url.href
  }
  return {
    identity: urlOf('identity'),
    orders: urlOf('orders'),
    inventory: urlOf('inventory'),
    payments: urlOf('payments'),
  }
}

async function ensureDatabase(admin: AdminAccount, owner: DatabaseOwner, options: DatabasesOptions): Promise<void> {
  const name = `${options.dbPrefix}_${owner}`
  const { client, isSuperuser } = admin
  const { rows } = await client.query<{ role: boolean; database: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role, EXISTS (SELECT FROM pg_database WHERE datname = $1) AS database`,
    [name],
  )
  const password = `PASSWORD ${quoteText(options.secret(`postgres-${owner}.password`))}`
  await client.query(`${rows[0]?.role ? 'ALTER' : 'CREATE'} ROLE ${quoteName(name)} LOGIN ${password}`)
  // Without superuser one may only give a database to a role that one is a member of.
  if (!isSuperuser) await client.query(`GRANT ${quoteName(name)} TO CURRENT_USER`)
  if (!rows[0]?.database) {
    options.progress(`creating the database ${name}`)
    await client.query(`CREATE DATABASE ${quoteName(name)} OWNER ${quoteName(name)} TEMPLATE template0 ENCODING 'UTF8'`)
  }
  await client.query(`REVOKE ALL ON DATABASE ${quoteName(name)} FROM PUBLIC`)
}

async function closeSharedDatabases({ client }: AdminAccount): Promise<void> {
  for (const name of ['postgres', 'template1']) await client.query(`REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC`)
}

async function migrateAndSeed(urls: DatabaseUrls, options: DatabasesOptions): Promise<void> {
  const { secret, demoAccounts } = options
  const work = { urls, secrets: { partnerKey: secret('partner-api.key') }, demoAccounts }
  const { migrations, seedMark } = await planPreparation(work).catch(refuse)
  if (migrations.length === 0 && seedMark === undefined) return
  const { ok, output } = await runCommand(
    [process.execPath, join(options.checkout, 'packages/db/prepare-command.ts')],
    {
      env: options.inheritedEnv,
      input: JSON.stringify(work),
      signal: options.signal,
      limitMs: migrationLimitMs,
      onLine: options.progress,
    },
  )
  if (!ok) throw new EngineError(`The databases could not be prepared:\n${output.trim()}`)
}

function refuse(error: unknown): never {
  const hint = error instanceof pg.DatabaseError || error instanceof Error ? error.message : String(error)
  throw new EngineError(`A database of ours does not answer to its own role: ${hint}`, { cause: error })
}
