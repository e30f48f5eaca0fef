import { join } from 'node:path'
import { connectAdmin } from './database-admin.ts'
import { type DatabaseUrls, prepareDatabases } from './databases.ts'
import type { Engine, EngineReports } from './engine.ts'
import { openLogFile } from './log-file.ts'
import { startPostgres } from './postgres.ts'
import type { Progress } from './progress.ts'
import { startRedis } from './redis.ts'
import { refusals } from './redis-brought.ts'
import { type RedisUrls, redisUrls } from './redis-urls.ts'
import { redisUsers } from './redis-users.ts'
import type { ReadSecret } from './secrets.ts'
import type { Settings } from './settings.ts'
import { together } from './together.ts'

/** What services stand on: two engines that answer, and databases that are migrated and seeded. */
export interface Ground {
  readonly postgres: Engine
  readonly redis: Engine
  /** Each service's own way into it. */
  readonly redisUrls: RedisUrls
  readonly databases: DatabaseUrls
}

/** What {@link layGround} needs; `stopLater` is given each engine as soon as it runs, in case that the rest fails. */
export interface GroundOptions {
  readonly settings: Settings
  readonly secret: ReadSecret
  readonly progress: Progress
  readonly signal: AbortSignal
  readonly stopLater: (stop: () => Promise<void>) => void
}

/** Starts or checks Redis and Postgres at once, and readies the databases. Rejects with what is wrong and what to do. */
export async function layGround(options: GroundOptions): Promise<Ground> {
  const [redis, { postgres, databases }] = await together(
    options.signal,
    (signal) => startRedisFor({ ...options, signal }),
    (signal) => startDatabases({ ...options, signal }),
  )
  const { secret } = options
  return { redis, redisUrls: redisUrls(redis, (name) => secret(`redis-${name}.password`)), postgres, databases }
}

async function startRedisFor({ settings, secret, signal, stopLater, ...rest }: GroundOptions): Promise<Engine> {
  const { checkout, dataDir, inheritedEnv, dbPrefix, redisUrl: brought } = settings
  const reports = reportsOf('redis-1', settings, rest.progress, stopLater)
  const password = secret('redis.password')
  const users = redisUsers(dbPrefix, (name) => secret(`redis-${name}.password`))
  const redis = await startRedis({ checkout, dataDir, inheritedEnv, brought, password, users, signal, ...reports })
  if (redis.flavour !== 'brought') stopLater(() => redis.stop())
  rest.progress.say(redis.where)
  if (redis.flavour === 'stand-in') rest.progress.say(standInWarning)
  return redis
}

const standInWarning =
  'WARNING: no real Redis is to be had here, so a stand-in runs: everything works, at some 20 jobs a second, and ' +
  'every service connects as the one user that it knows. ' +
  'Install redis-server or valkey-server 7 or newer, or set REDIS_URL.'

async function startDatabases({ settings, secret, progress, signal, stopLater }: GroundOptions) {
  const { checkout, dataDir, inheritedEnv, databaseUrl, dbPrefix, labEnabled: demoAccounts } = settings
  const reports = reportsOf('postgres-1', settings, progress, stopLater)
  const password = secret('postgres.password')
  const postgres =
    databaseUrl === undefined
      ? await startPostgres({ checkout, dataDir, inheritedEnv, password, signal, ...reports })
      : await bringPostgres(databaseUrl)
  const brought = postgres.flavour === 'brought'
  if (!brought) stopLater(() => postgres.stop())
  progress.say(postgres.where)
  const means = { checkout, adminUrl: postgres.url, brought, dbPrefix, secret, inheritedEnv, signal }
  return { postgres, databases: await prepareDatabases({ ...means, demoAccounts, ...reports }) }
}

async function bringPostgres(url: string): Promise<Engine> {
  const { client, version } = await connectAdmin(url)
  await client.end()
  const { host, port } = new URL(url)
  const where = `Postgres ${version} at ${host}, brought`
  return {
    kind: 'postgres',
    flavour: 'brought',
    url,
    port: Number(port || 5432),
    version,
    where,
    pid: undefined,
    ...refusals('Postgres'),
  }
}

/** An engine's own lines go to a log like everyone's; what a person waits for goes to the terminal. */
function reportsOf(
  id: string,
  { dataDir }: Settings,
  progress: Progress,
  stopLater: GroundOptions['stopLater'],
): EngineReports {
  const file = openLogFile(join(dataDir, 'logs', `${id}.log`))
  stopLater(async () => file.close())
  let lines = 0
  const log = (line: string) => {
    lines += 1
    if (lines % 100 === 0) file.trim()
    file.write(`${line}\n`)
  }
  return { log, progress: (waitingFor) => progress.say(waitingFor) }
}
