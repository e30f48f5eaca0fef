import { databaseOwners } from '@switchyard/db/owners'
import { redisTls } from '@switchyard/runtime/redis-tls'
import { Redis } from 'ioredis'
import { connectAdmin, quoteName } from './database-admin.ts'

interface External {
  readonly url: string
  readonly dbPrefix: string
}

/** The databases and roles of ours on a server that was brought, such as `database switchyard_orders`. */
export async function listDatabases({ url, dbPrefix }: External): Promise<string[]> {
  const { client } = await connectAdmin(url)
  try {
    const names = databaseOwners.map((owner) => `${dbPrefix}_${owner}`)
    const { rows } = await client.query<{ kind: string; name: string }>(
      `SELECT 'database' AS kind, datname::text AS name FROM pg_database WHERE datname = ANY($1)
       UNION ALL SELECT 'role', rolname::text FROM pg_roles WHERE rolname = ANY($1) ORDER BY kind, name`,
      [names],
    )
    return rows.map(({ kind, name }) => `${kind} ${name}`)
  } finally {
    await client.end()
  }
}

/** Drops them, ending connections that are left. Returns what it dropped. */
export async function dropDatabases(options: External): Promise<string[]> {
  const found = await listDatabases(options)
  const { client } = await connectAdmin(options.url)
  try {
    for (const each of found) {
      const [kind = '', name = ''] = each.split(' ')
      await client.query(
        kind === 'database' ? `DROP DATABASE ${quoteName(name)} WITH (FORCE)` : `DROP ROLE ${quoteName(name)}`,
      )
    }
    return found
  } finally {
    await client.end()
  }
}

/** How many keys of ours a Redis that was brought holds. */
export function listRedisKeys(options: External): Promise<number> {
  return eachBatch(options, async () => {})
}

/** Removes them; returns how many there were. */
export function dropRedisKeys(options: External): Promise<number> {
  return eachBatch(options, async (redis, keys) => {
    await redis.unlink(...keys)
  })
}

async function eachBatch(
  { url, dbPrefix }: External,
  visit: (redis: Redis, keys: string[]) => Promise<void>,
): Promise<number> {
  const redis = new Redis(url, { ...redisTls(url), maxRetriesPerRequest: 1, connectTimeout: 3000 })
  redis.on('error', () => {})
  try {
    let count = 0
    for await (const keys of redis.scanStream({ match: `${dbPrefix}:*`, count: 500 })) {
      if (keys.length === 0) continue
      count += keys.length
      await visit(redis, keys)
    }
    return count
  } finally {
    redis.disconnect()
  }
}
