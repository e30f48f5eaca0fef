import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { openDatabase } from './connect.ts'
import { migrate } from './migrate.ts'
import type { DatabaseOwner } from './owners.ts'

/** A database that exists for one test file; disposing of it drops it. */
export interface ScratchDatabase extends AsyncDisposable {
  readonly url: string
}

/**
 * Makes an empty database of one owner at its newest migration, on the server of `adminUrl` (tests: `TEST_DATABASE_URL`).
 *
 * @example await using scratch = await createScratchDatabase({ owner: 'inventory', adminUrl: process.env.TEST_DATABASE_URL })
 */
export async function createScratchDatabase({
  owner,
  adminUrl,
}: {
  owner: DatabaseOwner
  adminUrl: string | undefined
}): Promise<ScratchDatabase> {
  if (!adminUrl)
    throw new Error(
      'TEST_DATABASE_URL is not set: npm test sets it; by hand, point it at a server where you may create databases.',
    )
  const name = `scratch_${owner}_${randomUUID().slice(0, 8)}`
  const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href
  await once(adminUrl, `CREATE DATABASE ${name}`)
  await migrate({ url, schemaDir: join(import.meta.dirname, '..', 'prisma', owner) })
  return { url, [Symbol.asyncDispose]: () => once(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

async function once(url: string, statement: string): Promise<void> {
  const { pool, close } = openDatabase({ url, max: 1, statementTimeoutMs: 30_000, connectMs: 5000 })
  try {
    await pool.query(statement)
  } finally {
    await close()
  }
}
