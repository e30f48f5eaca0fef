import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startPostgres } from '../host/src/postgres.ts'
import { startRedis } from '../host/src/redis.ts'
import { readSettings } from '../host/src/settings.ts'

/** A Postgres and a Redis that live as long as one run of the tests. */
export interface TestEngines {
  /** An account that may create databases. */
  databaseUrl: string
  redisUrl: string
  /** The Redis is the JavaScript stand-in, on which no claim holds. */
  standIn: boolean
  stop(): Promise<void>
}

/** Starts engines of its own in `dataDir`; what you brought is used only with `TEST_ENGINES=external`. */
export async function startTestEngines({
  dataDir,
  env,
}: {
  dataDir: string
  env: NodeJS.ProcessEnv
}): Promise<TestEngines> {
  const checkout = join(import.meta.dirname, '..')
  const external = env.TEST_ENGINES === 'external'
  const settings = readSettings(checkout, {
    ...env,
    DATA_DIR: dataDir,
    ...(external ? {} : { DATABASE_URL: undefined, REDIS_URL: undefined }),
  })
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const reports = { log: () => {}, progress: (what: string) => console.log(`… ${what}`) }
  const base = { checkout, dataDir, inheritedEnv: settings.inheritedEnv, ...reports }
  const password = () => randomBytes(18).toString('base64url')
  const redis = await startRedis({ ...base, password: password(), brought: settings.redisUrl })
  const postgres = settings.databaseUrl ? null : await startPostgres({ ...base, password: password() })
  return {
    databaseUrl: settings.databaseUrl ?? postgres?.url ?? '',
    redisUrl: redis.url,
    standIn: redis.flavour === 'stand-in',
    stop: async () => {
      await Promise.all([postgres?.stop(), redis.flavour === 'brought' ? undefined : redis.stop()])
    },
  }
}
