// npx keeps what it fetched in a folder named by a hash of the package names. Killed midway it leaves that folder broken
// for ever, and its lock for a minute: so we look for ourselves, and clear what is broken.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { realpathSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { isStopping } from './processes.mjs'
import { say } from './small.mjs'

const staleAfterMs = 4000

/** Where npx puts these packages (`name@version`). */
export function npxFolder(packages) {
  const names = [...packages].sort((left, right) => left.localeCompare(right, 'en'))
  const hash = createHash('sha512').update(names.join('\n')).digest('hex').slice(0, 16)
  return join(env.npm_config_cache ?? join(homedir(), '.npm'), '_npx', hash)
}

/** The real path of a program in the folder; undefined unless it runs and has that very version. */
export function programIn(folder, name, version) {
  try {
    const path = realpathSync(join(folder, 'node_modules/.bin', name))
    const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
    return stdout.trim().replace(/^v/, '') === version ? path : undefined
  } catch {
    return undefined
  }
}

/** Waits for an npx that fills the folder now; it touches its lock every second. */
export async function awaitOtherNpx(folder) {
  for (let told = false; lockAgeMs(folder) < staleAfterMs; told = true) {
    if (!told) say('waiting for another npx')
    await new Promise((resolve) => setTimeout(resolve, 250))
    if (isStopping()) process.exit(130)
  }
}

/** Removes what an interrupted npx left; the next one begins anew, from npm's cache. */
export function clearNpxFolder(folder) {
  rmSync(folder, { recursive: true, force: true })
}

/** Releases the lock of an npx that we ended. */
export function releaseNpxLock(folder) {
  try {
    rmdirSync(join(folder, 'concurrency.lock'))
  } catch {
    // It had none, or has released it.
  }
}

function lockAgeMs(folder) {
  try {
    return Date.now() - statSync(join(folder, 'concurrency.lock')).mtimeMs
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
