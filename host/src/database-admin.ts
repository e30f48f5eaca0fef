import pg from 'pg'
import { EngineError } from './engine.ts'

/** A connection that may create databases and roles. Whoever opened it ends it. */
export interface AdminAccount {
  readonly client: pg.Client
  readonly isSuperuser: boolean
  /** Such as `18.4`. */
  readonly version: string
}

const versionMin = 15

/**
 * Connects and makes sure of the rights, so that a lack of them shows before anything is made.
 *
 * @throws EngineError that names DATABASE_URL and the fix.
 */
export async function connectAdmin(url: string): Promise<AdminAccount> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5000,
    application_name: 'switchyard host',
  })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    await client.end().catch(() => {})
    throw new EngineError(explain(error, url), { cause: error })
  }
  try {
    const { rows } = await client.query<Rights>(
      `SELECT rolname AS name, rolsuper AS super, rolcreatedb AS databases, rolcreaterole AS roles,
              current_setting('server_version_num')::int AS number, current_setting('server_version') AS version
         FROM pg_roles WHERE rolname = current_user`,
    )
    const account = rows[0]
    if (account === undefined) throw new EngineError('DATABASE_URL names an account that the server does not list.')
    refuseLack(account)
    return { client, isSuperuser: account.super, version: account.version.split(' ')[0] ?? '' }
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
}

/** A name as SQL wants it where parameters are not allowed. */
export function quoteName(name: string): string {
  return pg.escapeIdentifier(name)
}

/** A text as SQL wants it where parameters are not allowed. */
export function quoteText(text: string): string {
  return pg.escapeLiteral(text)
}

interface Rights {
  readonly name: string
  readonly super: boolean
  readonly databases: boolean
  readonly roles: boolean
  readonly number: number
  readonly version: string
}

function refuseLack({ name, super: isSuperuser, databases, roles, number, version }: Rights): void {
  if (number < versionMin * 10_000) {
    throw new EngineError(`DATABASE_URL is a PostgreSQL ${version}; at least ${versionMin} is needed.`)
  }
  const lacking = [...(databases ? [] : ['CREATEDB']), ...(roles ? [] : ['CREATEROLE'])]
  if (isSuperuser || lacking.length === 0) return
  throw new EngineError(
    `The account ${name} of DATABASE_URL lacks ${lacking.join(' and ')}. As an administrator: ALTER ROLE ${quoteName(name)} ${lacking.join(' ')};`,
  )
}

function explain(error: unknown, url: string): string {
  const { host, username, pathname } = new URL(url)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const reason = error instanceof Error ? error.message || String(code) : String(error)
  const fix = 'Correct it, or unset it to have a Postgres started.'
  if (code === '28P01' || code === '28000') return `DATABASE_URL: ${host} refuses ${username}: ${reason}. ${fix}`
  if (code === '3D000')
    return `DATABASE_URL: ${host} has no database ${pathname.slice(1)}; name one that exists, such as postgres.`
  return `DATABASE_URL: no PostgreSQL answers at ${host}: ${reason}. ${fix}`
}
