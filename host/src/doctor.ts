import { accessSync, constants, existsSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { removeOutside } from './data-directory.ts'
import { connectAdmin } from './database-admin.ts'
import { isPortFree } from './free-port.ts'
import { portHolder } from './port-holder.ts'
import { choosePostgresHome } from './postgres-home.ts'
import { identify } from './process-identity.ts'
import { bringRedis } from './redis-brought.ts'
import { redisProgramIn, redisProgramOnPath } from './redis-program.ts'
import { runCommand } from './run-command.ts'
import type { Settings } from './settings.ts'

/** At least one check failed; the lines above say which, and the fix. */
class DoctorError extends Error {
  override readonly name = 'DoctorError'
}

/** What one check found; `fix` is given unless all is well. */
interface Finding {
  readonly state: 'ok' | 'warn' | 'fail'
  readonly what: string
  readonly fix?: string
}

type Check = (settings: Settings, runningHost: number | undefined) => Promise<Finding | readonly Finding[]>

/** `npm run doctor`: one line a check, and the fix where something is missing or wrong. Changes nothing. */
export async function doctorCommand({
  settings,
  write,
}: {
  settings: Settings
  write: (line: string) => void
}): Promise<void> {
  const runningHost = hostOf(settings.dataDir)
  let failed = 0
  for (const check of checks) {
    const found = await check(settings, runningHost).catch(thrown)
    for (const { state, what, fix } of [found].flat()) {
      if (state === 'fail') failed += 1
      write(`${signs[state]} ${what}${fix === undefined ? '' : `\n       ${fix.replaceAll('\n', '\n       ')}`}`)
    }
  }
  if (failed > 0) throw new DoctorError(failed === 1 ? 'One thing must be mended.' : `${failed} things must be mended.`)
  write('\nAll that npm start needs is there.')
}

const signs = { ok: '[ ok ]', warn: '[warn]', fail: '[fail]' } as const

const checks: readonly Check[] = [
  checkPlatform,
  checkMemory,
  checkDisk,
  checkHost,
  checkPorts,
  checkPostgres,
  checkRedis,
  checkBrowser,
]

function thrown(error: unknown): Finding {
  const [what = '', ...fix] = (error instanceof Error ? error.message : String(error)).split('\n')
  return fix.length > 0 ? { state: 'fail', what, fix: fix.join('\n') } : { state: 'fail', what }
}

async function checkPlatform(): Promise<Finding> {
  const what = `Node ${process.versions.node} (pinned) on ${process.platform} ${process.arch}`
  if (process.platform === 'linux' && process.arch === 'x64') return { state: 'ok', what }
  const fix = 'Only Linux x64 brings its own engines and browser: set DATABASE_URL, REDIS_URL and CHROMIUM.'
  return { state: 'warn', what, fix }
}

async function checkMemory(): Promise<Finding> {
  const free = Number(/^MemAvailable:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) / 1024
  const what = `${Math.round(free)} MB of memory are available`
  return free > 2000 ? { state: 'ok', what } : { state: 'warn', what, fix: 'The whole stack takes some 1.6 GB.' }
}

async function checkDisk({ dataDir }: Settings): Promise<Finding> {
  const existing = nearestExisting(dataDir)
  try {
    accessSync(existing, constants.W_OK)
  } catch {
    return { state: 'fail', what: `${existing} cannot be written`, fix: 'Give it to your user, or set DATA_DIR.' }
  }
  const { bavail, bsize } = statfsSync(existing)
  const freeMb = Math.floor((bavail * bsize) / 1024 / 1024)
  const what = `${freeMb} MB are free for DATA_DIR (${dataDir})`
  if (freeMb >= 2000) return { state: 'ok', what }
  return { state: freeMb < 300 ? 'fail' : 'warn', what, fix: 'Free some space, or set DATA_DIR to another disk.' }
}

async function checkHost(_: Settings, runningHost: number | undefined): Promise<Finding> {
  const what =
    runningHost === undefined
      ? 'no host runs on this DATA_DIR'
      : `a host runs on this DATA_DIR (process ${runningHost})`
  const { ok } = await runCommand(['setpriv', '--pdeathsig', 'KILL', '--', 'true'], { env: { PATH: '/usr/bin:/bin' } })
  if (ok) return { state: 'ok', what }
  const fix =
    'setpriv (util-linux) is missing: engines outlive a host that is killed with SIGKILL, until the next start.'
  return { state: 'warn', what, fix }
}

async function checkPorts(settings: Settings, runningHost: number | undefined): Promise<Finding[]> {
  const { webPort, gatewayPort, hostPort, bindHost } = settings
  const ports = [
    ['WEB_PORT', webPort, bindHost],
    ['GATEWAY_PORT', gatewayPort, bindHost],
    ['HOST_PORT', hostPort, '127.0.0.1'],
  ] as const
  const checkPort = async ([name, port, host]: (typeof ports)[number]): Promise<Finding> => {
    if (await isPortFree(port, host)) return { state: 'ok', what: `${name} ${port} is free` }
    const holder = portHolder(port)
    if (holder !== undefined && holder.pid === runningHost)
      return { state: 'ok', what: `${name} ${port} is held by that host` }
    const by = holder === undefined ? 'another program' : `process ${holder.pid} (${holder.command})`
    return {
      state: 'fail',
      what: `${name} ${port} is held by ${by}`,
      fix: `Stop it, or choose another port: ${name}=${port + 1}`,
    }
  }
  return Promise.all(ports.map(checkPort))
}

async function checkPostgres(settings: Settings, runningHost: number | undefined): Promise<Finding> {
  const { databaseUrl, checkout, dataDir } = settings
  if (databaseUrl !== undefined) {
    const { client, version } = await connectAdmin(databaseUrl)
    await client.end()
    return { state: 'ok', what: `Postgres ${version} of DATABASE_URL, with the rights to create databases and roles` }
  }
  if (runningHost !== undefined) return { state: 'ok', what: 'Postgres: our own, run by that host' }
  // A folder beside the real one: trying must not touch the data.
  const probe = join(nearestExisting(dataDir), `doctor-${process.pid}`)
  try {
    const { variant } = await choosePostgresHome({ checkout, dataDir: probe })
    return { state: 'ok', what: `Postgres: our own, ${variants[variant]}` }
  } finally {
    rmSync(probe, { recursive: true, force: true })
    removeOutside({ checkout, dataDir: probe })
  }
}

const variants = {
  direct: 'run as this user',
  nobody: 'run as nobody, since it refuses root',
  namespace:
    'run in a user namespace, since root must step down but other users cannot enter, or this user has no name',
  outside:
    'run from /var/tmp, since this is root, other users cannot enter the checkout, and user namespaces are closed',
} as const

async function checkRedis(settings: Settings): Promise<Finding> {
  const { redisUrl, inheritedEnv: env, dataDir } = settings
  if (redisUrl !== undefined) {
    return {
      state: 'ok',
      what: `Redis ${(await bringRedis(redisUrl)).version} of REDIS_URL, which never evicts; all services share its user`,
    }
  }
  const own = await redisProgramOnPath(env)
  if (own !== undefined) return { state: 'ok', what: `Redis: ${own.command[0]} ${own.version} of this machine` }
  const unpacked = await redisProgramIn(join(dataDir, 'redis-package/root'), env)
  if (unpacked !== undefined) return { state: 'ok', what: `Redis: ${unpacked.version}, unpacked into DATA_DIR` }
  const tools = await Promise.all([
    runCommand(['apt-get', '--version'], { env }),
    runCommand(['dpkg', '--version'], { env }),
  ])
  if (tools.every(({ ok }) => ok)) {
    return { state: 'ok', what: "Redis: will be fetched from the system's package archive, without installing it" }
  }
  const fix =
    'Install redis-server or valkey-server 7 or newer, or set REDIS_URL; else a slow stand-in runs, and npm test fails.'
  return { state: 'warn', what: 'Redis: none to be had', fix }
}

async function checkBrowser({ checkout, inheritedEnv }: Settings): Promise<Finding> {
  const named = inheritedEnv.CHROMIUM
  if (named !== undefined) {
    if (existsSync(named)) return { state: 'ok', what: `browser for npm test: ${named}` }
    return { state: 'fail', what: `CHROMIUM is ${named}, which is not there`, fix: 'Correct it, or unset it.' }
  }
  const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))
  const shipped = process.platform === 'linux' && process.arch === 'x64' && hasShippedBrowser(checkout)
  if (shipped) return { state: 'ok', what: 'browser for npm test: the one that npm ships' }
  if (installed !== undefined) return { state: 'ok', what: `browser for npm test: ${installed}` }
  return { state: 'warn', what: 'no browser for npm test', fix: 'Set CHROMIUM to the path of a Chromium or Chrome.' }
}

function hasShippedBrowser(checkout: string): boolean {
  try {
    return createRequire(join(checkout, 'e2e/package.json')).resolve('@sparticuz/chromium') !== ''
  } catch {
    return false
  }
}

function hostOf(dataDir: string): number | undefined {
  try {
    const { pid, startTicks } = JSON.parse(readFileSync(join(dataDir, 'host.lock'), 'utf8'))
    return identify(pid)?.startTicks === startTicks ? pid : undefined
  } catch {
    return undefined
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path))
}
