import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EngineReports } from './engine.ts'
import { type RedisProgram, redisProgramIn, redisProgramOnPath } from './redis-program.ts'
import { runCommand } from './run-command.ts'

interface PackageOptions {
  /** Where it goes, and is found again: `<DATA_DIR>/redis-package`. */
  readonly directory: string
  /** Other places where an earlier start may have put one. */
  readonly known?: readonly string[]
  /** Where what was fetched is kept as well, for the next `DATA_DIR`. */
  readonly kept?: string
  readonly env: Readonly<Record<string, string>>
  readonly reports: EngineReports
  readonly signal?: AbortSignal | undefined
}

const packageNames = ['redis-server', 'valkey-server']
const downloadLimitMs = 90_000

/**
 * Unpacks Debian's (or Ubuntu's) own Redis with what it needs into a folder, without root and without installing
 * anything; undefined when there is none to be had. An interrupted try leaves nothing that looks finished.
 */
export async function unpackRedis(options: PackageOptions): Promise<RedisProgram | undefined> {
  const { directory, known = [], kept, env } = options
  const root = join(directory, 'root')
  const found = await redisProgramIn(root, env)
  if (found !== undefined) return found
  mkdirSync(directory, { recursive: true })
  for (const name of readdirSync(directory)) rmSync(join(directory, name), { recursive: true, force: true })
  const places = kept === undefined ? known : [...known, kept]
  for (const other of places.filter((candidate) => candidate !== directory)) {
    if ((await redisProgramIn(join(other, 'root'), env)) === undefined) continue
    cpSync(join(other, 'root'), `${root}-new`, { recursive: true, verbatimSymlinks: true })
    renameSync(`${root}-new`, root)
    return redisProgramIn(root, env)
  }
  const fetched = await download(options, root)
  if (fetched !== undefined && kept !== undefined) keep(root, kept)
  return fetched
}

/** Where what was fetched is kept for every `DATA_DIR`. */
export const keptRedis = (checkout: string): string => join(checkout, 'node_modules/.cache/switchyard/redis-package')

/** Fetches a Redis if this machine has none, so that a start without a network finds one; false when there is none to be had. */
export async function prepareRedis({ checkout, inheritedEnv: env, signal }: PrepareOptions): Promise<boolean> {
  if ((await redisProgramOnPath(env)) !== undefined) return true
  const reports = { log: () => undefined, progress: () => undefined }
  const places = { directory: keptRedis(checkout), known: [join(checkout, '.data/redis-package')] }
  return (await unpackRedis({ ...places, env, reports, signal })) !== undefined
}

interface PrepareOptions extends Pick<PackageOptions, 'signal'> {
  readonly checkout: string
  readonly inheritedEnv: PackageOptions['env']
}

/** What lies there already is of no use, or it would have been taken. */
function keep(root: string, kept: string): void {
  const copy = `${kept}-${process.pid}`
  try {
    cpSync(root, join(copy, 'root'), { recursive: true, verbatimSymlinks: true })
    rmSync(kept, { recursive: true, force: true })
    renameSync(copy, kept)
  } catch {
    // Somebody else has just kept one, or this checkout cannot be written to.
    rmSync(copy, { recursive: true, force: true })
  }
}

async function download(options: PackageOptions, root: string): Promise<RedisProgram | undefined> {
  const { directory, env, reports } = options
  const work = join(directory, 'work')
  const attempts: Array<{ what: string; apt: string[]; update: boolean }> = [
    { what: "fetching Redis from the system's package archive, without installing it", apt: [], update: false },
    { what: 'fetching package lists of our own, to find Redis', apt: ownLists(work), update: true },
  ]
  try {
    for (const { what, apt, update } of attempts) {
      reports.progress(what)
      if (update && !(await prepareLists(work, apt, options))) continue
      for (const name of packageNames) {
        if (!(await fetchAndUnpack(name, apt, work, options))) continue
        const program = await redisProgramIn(join(work, 'root'), env)
        if (program === undefined) continue
        renameSync(join(work, 'root'), root)
        return await redisProgramIn(root, env)
      }
    }
    return undefined
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Package lists beside our data: for systems that have none, such as a fresh container, and for users without root. */
function ownLists(work: string): string[] {
  const settings = {
    'Dir::State': join(work, 'state'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': join(work, 'cache'),
    'Debug::NoLocking': '1',
    'Acquire::Languages': 'none',
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])
}

const always = ['-o', 'APT::Sandbox::User=root', '-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20', '-qq']

async function prepareLists(work: string, apt: string[], { env, signal }: PackageOptions): Promise<boolean> {
  mkdirSync(join(work, 'state/lists/partial'), { recursive: true })
  mkdirSync(join(work, 'cache/archives/partial'), { recursive: true })
  const options = { env: { ...env, LC_ALL: 'C' }, limitMs: downloadLimitMs, signal }
  return (await runCommand(['apt-get', ...always, ...apt, 'update'], options)).ok
}

async function fetchAndUnpack(
  name: string,
  apt: string[],
  work: string,
  { env, reports, signal }: PackageOptions,
): Promise<boolean> {
  const archives = join(work, 'archives')
  rmSync(archives, { recursive: true, force: true })
  mkdirSync(archives, { recursive: true })
  const run = (...command: [string, ...string[]]) =>
    runCommand(command, { cwd: archives, env: { ...env, LC_ALL: 'C' }, limitMs: downloadLimitMs, signal })
  // What an installation would add is what this machine lacks.
  const plan = await run('apt-get', ...always, ...apt, '-s', '--no-install-recommends', 'install', name)
  const packages = [...plan.output.matchAll(/^Inst (\S+)/gm)].map((match) => match[1] ?? '')
  if (!plan.ok || packages.length === 0) return false
  const fetched = await run('apt-get', ...always, ...apt, 'download', ...packages)
  if (!fetched.ok) {
    reports.log(fetched.output)
    return false
  }
  for (const file of readdirSync(archives)) {
    if (file.endsWith('.deb') && !(await run('dpkg', '-x', file, join(work, 'root'))).ok) return false
  }
  return existsSync(join(work, 'root'))
}
