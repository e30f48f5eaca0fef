import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@switchyard/host/postgres'
import { startRedis } from '@switchyard/host/redis'
import { readSettings } from '@switchyard/host/settings'
import { ensureServiceKeys } from '@switchyard/rpc/testing/service-keys'
import type { Bench } from './case.ts'
import { broughtDatabaseUrl, broughtRedisUrl, environment } from './env.ts'

/** Keys, and a Postgres and a Redis once somebody asks for them, in a folder that goes with them. */
export async function openGround(): Promise<Pick<Bench, 'secretsDir' | 'databaseUrl' | 'redisUrl'> & AsyncDisposable> {
  const opened = new AsyncDisposableStack()
  const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-bench-'))
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }))
  await ensureServiceKeys({ secretsDir: dataDir, services: ['gateway', 'orders'] })
  const checkout = join(import.meta.dirname, '../..')
  const engine = () => {
    const { inheritedEnv } = readSettings(checkout, { ...environment, DATA_DIR: dataDir })
    const password = randomBytes(18).toString('base64url')
    return { checkout, dataDir, inheritedEnv, password, log: () => {}, progress: () => {} }
  }
  return {
    secretsDir: dataDir,
    async databaseUrl() {
      if (broughtDatabaseUrl) return broughtDatabaseUrl
      const postgres = await startPostgres(engine())
      opened.defer(() => postgres.stop())
      return postgres.url
    },
    async redisUrl() {
      if (broughtRedisUrl) return broughtRedisUrl
      const redis = await startRedis(engine())
      opened.defer(() => redis.stop())
      return redis.url
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
