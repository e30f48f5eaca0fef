import { chmodSync, chownSync, existsSync, readdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError, type EngineReports } from './engine.ts'
import type { PostgresHome } from './postgres-home.ts'
import { runCommand } from './run-command.ts'

/** The superuser of the host's own Postgres. */
export const superuser = 'postgres'

const freeBytesMin = 300 * 1024 * 1024

interface ClusterOptions {
  readonly home: PostgresHome
  readonly password: string
  readonly env: Readonly<Record<string, string>>
  readonly reports: EngineReports
  readonly signal?: AbortSignal | undefined
}

/**
 * Makes sure that `home` holds a whole database cluster and returns its directory. It is made beside its place and then
 * renamed, so that an interrupted first start leaves nothing that looks finished.
 */
export async function ensureCluster(options: ClusterOptions): Promise<string> {
  const { home, reports } = options
  const data = join(home.directory, 'data')
  refuseFullDisk(home.directory)
  for (const name of readdirSync(home.directory)) {
    if (name.startsWith('new-')) rmSync(join(home.directory, name), { recursive: true, force: true })
  }
  if (existsSync(join(data, 'PG_VERSION'))) return data
  reports.progress('creating the Postgres data directory')
  const unfinished = join(home.directory, `new-${process.pid}`)
  let result = await initialize(options, unfinished, ['--locale=C.UTF-8'])
  if (!result.ok && /locale/.test(result.output)) {
    rmSync(unfinished, { recursive: true, force: true })
    result = await initialize(options, unfinished, [
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ])
  }
  if (!result.ok) throw new EngineError(explainPostgres(result.output, home.directory))
  renameSync(unfinished, data)
  return data
}

/** Gives the superuser of a stopped cluster a new password, for when the secrets were regenerated. */
export async function resetPassword({ home, password, env }: ClusterOptions, data: string): Promise<void> {
  const { ok, output } = await runCommand(home.program('postgres', '--single', '-D', data, 'postgres'), {
    env,
    runAs: home.runAs,
    input: `ALTER ROLE ${superuser} PASSWORD '${password.replaceAll("'", "''")}'\n`,
  })
  if (!ok) throw new EngineError(explainPostgres(output, home.directory))
}

/** What Postgres' own words mean for the person who waits, and what to do about it. */
export function explainPostgres(output: string, directory: string): string {
  if (/No space left on device|could not (write|extend).*space/i.test(output)) return fullDisk(directory)
  if (/could not bind|Address already in use/.test(output)) {
    return 'The port that Postgres had on its last start is taken; stop the program that holds it, or run: npm run doctor'
  }
  if (/incompatible with server|not compatible with this version/.test(output)) {
    return `The data in ${directory} was made by another version of Postgres. Empty it: npm run reset`
  }
  if (/could not create shared memory|could not resize shared memory/.test(output)) {
    return `Postgres got no shared memory (a container? give it --shm-size=128m):\n${tail(output)}`
  }
  return `Postgres did not start:\n${tail(output)}`
}

async function initialize({ home, password, env, signal }: ClusterOptions, directory: string, locale: string[]) {
  const passwordFile = join(home.directory, `new-password-${process.pid}`)
  writeFileSync(passwordFile, password, { mode: 0o600 })
  chmodSync(passwordFile, 0o600)
  if (home.runAs) chownSync(passwordFile, home.runAs.uid, home.runAs.gid)
  const args = [
    '-U',
    superuser,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '-E',
    'UTF8',
    '--no-sync',
    ...locale,
  ]
  try {
    return await runCommand(home.program('initdb', '-D', directory, ...args), { env, runAs: home.runAs, signal })
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

function refuseFullDisk(directory: string): void {
  const { bavail, bsize } = statfsSync(directory)
  if (bavail * bsize < freeBytesMin) throw new EngineError(fullDisk(directory))
}

function fullDisk(directory: string): string {
  const { bavail, bsize } = statfsSync(directory)
  const freeMb = Math.floor((bavail * bsize) / 1024 / 1024)
  return `The disk of ${directory} is full: ${freeMb} MB are free, Postgres needs ${freeBytesMin / 1024 / 1024} MB. Free some, or set DATA_DIR to another disk.`
}

function tail(output: string): string {
  return output.trim().split('\n').slice(-6).join('\n') || 'it said nothing'
}
