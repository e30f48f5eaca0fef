import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import type { Command } from './die-with-host.ts'
import type { Engine, EngineFlavour, EngineReports } from './engine.ts'
import { EngineProcess } from './engine-process.ts'
import { findFreePort } from './free-port.ts'
import { bringRedis } from './redis-brought.ts'
import { keptRedis, unpackRedis } from './redis-package.ts'
import { redisProgramOnPath } from './redis-program.ts'
import { aclLines, type RedisUser } from './redis-users.ts'

export interface RedisOptions extends EngineReports {
  readonly checkout: string
  readonly dataDir: string
  /** The admin's. */
  readonly password: string
  /** Users beside the admin; a stand-in knows none. */
  readonly users?: readonly RedisUser[]
  readonly inheritedEnv: Readonly<Record<string, string>>
  /** `REDIS_URL`: checked and taken, nothing is started. */
  readonly brought?: string | undefined
  /** Fixed port; without it the one of the last start, else any free one. */
  readonly port?: number
  /** Ways to leave out, so that tests reach the later ones. */
  readonly without?: readonly ('own' | 'package')[]
  readonly signal?: AbortSignal
  readonly random?: () => number
}

/**
 * Starts the best Redis there is: brought by URL, on the PATH, the system's package unpacked without root, and at last a
 * stand-in in JavaScript (`flavour: 'stand-in'`, for which whoever starts it warns). It listens on 127.0.0.1 only, wants
 * a password, never evicts, and keeps what it has over a crash up to its last second.
 *
 * @throws EngineError that says what is wrong and what to do.
 */
export async function startRedis(options: RedisOptions): Promise<Engine> {
  if (options.brought !== undefined) return bringRedis(options.brought)
  const directory = join(options.dataDir, 'redis')
  mkdirSync(options.dataDir, { recursive: true }) // By itself, since a mode given below would hold for it too.
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const port = await choosePort(directory, options)
  const { flavour, command, env, version } = await choose({ ...options, directory, port })
  const url = `redis://:${encodeURIComponent(options.password)}@127.0.0.1:${port}`
  const process = new EngineProcess({
    name: 'Redis',
    command,
    directory,
    env,
    stopSignal: 'SIGTERM',
    explain: (output) => explain(output, directory),
    reports: options,
    signal: options.signal,
    answers: () => answers(url),
  })
  await process.start()
  return {
    kind: 'redis',
    flavour,
    url,
    port,
    version,
    where: `Redis ${version} (${meaning[flavour]}) in ${directory}`,
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

const meaning: Readonly<Record<EngineFlavour, string>> = {
  own: "the machine's own program",
  package: 'unpacked package',
  'stand-in': 'JavaScript stand-in, slow and forgetful',
  brought: 'brought',
}

interface Launch {
  readonly flavour: EngineFlavour
  readonly command: Command
  readonly env: Readonly<Record<string, string>>
  readonly version: string
}

async function choose(options: RedisOptions & { directory: string; port: number }): Promise<Launch> {
  const { without = [], inheritedEnv: env, dataDir, checkout, signal } = options
  const configured = writeConfiguration(options)
  const own = without.includes('own') ? undefined : await redisProgramOnPath(env)
  if (own !== undefined) return { ...own, flavour: 'own', command: [...own.command, configured] }
  const places = {
    directory: join(dataDir, 'redis-package'),
    known: [join(checkout, '.data/redis-package')],
    kept: keptRedis(checkout),
  }
  const unpacked = without.includes('package')
    ? undefined
    : await unpackRedis({ ...places, env, reports: options, signal })
  if (unpacked !== undefined) return { ...unpacked, flavour: 'package', command: [...unpacked.command, configured] }
  const standIn = join(import.meta.dirname, 'redis-stand-in.ts')
  return { flavour: 'stand-in', command: [process.execPath, standIn, configured], env, version: '7' }
}

/** In a file, since every user of the machine can read a command line. */
function writeConfiguration(options: Configured): string {
  const file = join(options.directory, 'redis.conf')
  rmSync(file, { force: true })
  writeFileSync(file, configuration(options), { mode: 0o600 })
  return file
}

interface Configured extends Pick<RedisOptions, 'password' | 'users'> {
  readonly directory: string
  readonly port: number
}

function configuration({ directory, port, password, users = [] }: Configured): string {
  const settings = {
    bind: '127.0.0.1',
    port,
    requirepass: JSON.stringify(password),
    dir: JSON.stringify(directory),
    daemonize: 'no',
    appendonly: 'yes',
    appendfsync: 'everysec',
    'aof-load-truncated': 'yes',
    save: '""',
    'maxmemory-policy': 'noeviction',
    'tcp-keepalive': 60,
    // While it hangs everybody tries again and again; who finds the backlog full comes late when it is back.
    'tcp-backlog': 4096,
    'always-show-logo': 'no',
    loglevel: 'notice',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`)
  return lines.join('') + aclLines(users)
}

async function choosePort(directory: string, { port, random = Math.random }: RedisOptions): Promise<number> {
  if (port !== undefined) return port
  const file = join(directory, 'port')
  const preferred = existsSync(file) ? Number(readFileSync(file, 'utf8')) || undefined : undefined
  const chosen = await findFreePort({ preferred, random })
  if (chosen !== preferred) writeFileSync(file, `${chosen}\n`)
  return chosen
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 1000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  redis.on('error', () => {})
  try {
    await redis.connect()
    return (await redis.ping()) === 'PONG'
  } catch {
    return false
  } finally {
    redis.disconnect()
  }
}

function explain(output: string, directory: string): string {
  if (/No space left/i.test(output))
    return `The disk of ${directory} is full. Free some, or set DATA_DIR to another disk.`
  if (/Address already in use|EADDRINUSE/.test(output)) {
    return 'The port that Redis had on its last start is taken; stop the program that holds it, or run: npm run doctor'
  }
  if (/Bad file format|corrupt/i.test(output)) {
    return `The data in ${directory} is damaged. It holds no only copy of anything; remove it and start again:\n${output}`
  }
  const said = output.replace(/requirepass .*/g, 'requirepass …')
  return `Redis did not start:\n${said.trim().split('\n').slice(-6).join('\n')}`
}
