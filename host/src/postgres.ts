import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Engine, EngineError, type EngineReports } from './engine.ts'
import { EngineProcess } from './engine-process.ts'
import { findFreePort } from './free-port.ts'
import { ensureCluster, explainPostgres, resetPassword, superuser } from './postgres-cluster.ts'
import { choosePostgresHome, type PostgresHome } from './postgres-home.ts'

export interface PostgresOptions extends EngineReports {
  readonly checkout: string
  readonly dataDir: string
  /** Of the superuser; a cluster that has another one is given this. */
  readonly password: string
  readonly inheritedEnv: Readonly<Record<string, string>>
  /** Fixed port; without it the one of the last start, else any free one. */
  readonly port?: number
  readonly signal?: AbortSignal
  readonly random?: () => number
}

/**
 * Starts the Postgres 18 that npm ships: on 127.0.0.1 only, with passwords, and durable (fsync and synchronous commit on).
 *
 * @throws EngineError that says what is wrong (full disk, port, version) and what to do.
 */
export async function startPostgres(options: PostgresOptions): Promise<Engine> {
  const { checkout, dataDir, password, random = Math.random } = options
  const home = await choosePostgresHome({ checkout, dataDir })
  const env = environmentOf(options.inheritedEnv)
  const cluster = { home, password, env, reports: options, signal: options.signal }
  const data = await ensureCluster(cluster)
  const port = await choosePort(home, options.port, random)
  const url = `postgresql://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`
  let version = ''
  let wrongPassword = false
  const process = new EngineProcess({
    name: 'Postgres',
    command: home.program('postgres', '-D', data, ...serverSettings(port)),
    directory: data,
    env,
    runAs: home.runAs,
    // Nobody works in the directory any more; whoever has the pid in this file now is somebody else.
    beforeLaunch: () => rmSync(join(data, 'postmaster.pid'), { force: true }),
    stopSignal: 'SIGINT',
    explain: (output) => explainPostgres(output, home.directory),
    reports: options,
    signal: options.signal,
    answers: async () => {
      const answer = await ask(url)
      version = answer.version ?? version
      wrongPassword = answer.wrongPassword
      return answer.version !== undefined || wrongPassword
    },
  })
  await process.start()
  if (wrongPassword) {
    options.progress('giving the Postgres superuser its new password')
    await process.stop()
    await resetPassword(cluster, data)
    await process.start()
    if (wrongPassword) throw new EngineError('Postgres refuses its own superuser. Empty its data: npm run reset')
  }
  return {
    kind: 'postgres',
    flavour: 'own',
    url,
    port,
    where: `Postgres ${version} in ${home.directory}`,
    version,
    get pid() {
      return process.pid
    },
    start: () => process.start(),
    stop: () => process.stop(),
    kill: () => process.kill(),
    freeze: () => process.freeze(),
    thaw: () => process.thaw(),
    onExit: (listener) => process.onExit(listener),
  }
}

/** Memory stays small (an idle connection costs a few MB, and a stack as started opens some 70; 64 MB of cache); what was committed stays committed. */
function serverSettings(port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 260,
    shared_buffers: '64MB',
    huge_pages: 'off',
    fsync: 'on',
    synchronous_commit: 'on',
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_wal_size: '512MB',
    checkpoint_timeout: '10min',
    io_method: 'sync',
    jit: 'off',
    max_worker_processes: 2,
    max_parallel_workers_per_gather: 0,
    autovacuum_max_workers: 2,
    tcp_keepalives_idle: 60,
    authentication_timeout: '10s',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** The port is remembered beside the data, so that a restarted host gives services the URL that they had. */
async function choosePort(home: PostgresHome, fixed: number | undefined, random: () => number): Promise<number> {
  if (fixed !== undefined) return fixed
  const file = join(home.directory, 'port')
  const preferred = existsSync(file) ? Number(readFileSync(file, 'utf8')) || undefined : undefined
  const port = await findFreePort({ preferred, random })
  if (port !== preferred) writeFileSync(file, `${port}\n`)
  return port
}

/** PG* variables of the machine would bend the server; a locale that is not installed would stop it. */
function environmentOf(inherited: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: inherited.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

async function ask(url: string): Promise<{ version?: string; wrongPassword: boolean }> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000, query_timeout: 1000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
    return { version: rows[0]?.server_version.split(' ')[0] ?? '', wrongPassword: false }
  } catch (error) {
    return { wrongPassword: error instanceof Error && 'code' in error && error.code === '28P01' }
  } finally {
    await client.end().catch(() => {})
  }
}
