import { setTimeout as sleep } from 'node:timers/promises'
import { emptyDataDirectory, whyNotEmptied } from './data-directory.ts'
import { dropDatabases, dropRedisKeys, listDatabases, listRedisKeys } from './external-data.ts'
import { readHostFile } from './host-file.ts'
import { type Lock, takeLock } from './lock.ts'
import type { Settings } from './settings.ts'

/** The reset was refused, or something did not let go; the message says what to do. */
class ResetError extends Error {
  override readonly name = 'ResetError'
}

const politeMs = 45_000
const forcedMs = 10_000

/**
 * `npm run reset`: stops the host that runs on this `DATA_DIR`, and empties it. In engines that were brought it only
 * names what it would drop, unless it is told `--external`.
 */
export async function resetCommand({
  settings,
  args,
  write,
}: {
  settings: Settings
  args: readonly string[]
  write: (line: string) => void
}): Promise<void> {
  const unknown = args.find((arg) => arg !== '--external')
  if (unknown !== undefined) throw new ResetError(`Unknown option ${unknown}; there is: npm run reset -- --external`)
  const refusal = whyNotEmptied(settings)
  if (refusal !== undefined) throw new ResetError(`${refusal}; nothing was removed.`)
  const lock = await stopRunningHost(settings, write)
  try {
    await resetExternal(settings, args.includes('--external'), write)
    const removed = await emptyDataDirectory(settings)
    write(removed.length === 0 ? `${settings.dataDir} is empty already` : `emptied ${settings.dataDir}`)
    for (const path of removed.filter((each) => !each.startsWith(settings.dataDir))) write(`removed ${path}`)
  } finally {
    lock.release()
  }
}

/** Asks through the control API, then by signals; resolves with the lock that proves that nobody is left. */
async function stopRunningHost({ dataDir }: Settings, write: (line: string) => void): Promise<Lock> {
  const first = takeLock(dataDir)
  if (!('heldBy' in first)) return first
  write(`stopping the host (process ${first.heldBy})`)
  const host = readHostFile(dataDir)
  const asked = host !== undefined && (await askToStop(host))
  if (!asked) process.kill(first.heldBy, 'SIGTERM')
  const stopped = await lockWithin(dataDir, politeMs)
  if (stopped !== undefined) return stopped
  write('it does not stop; ending it by force')
  const holder = takeLock(dataDir)
  if (!('heldBy' in holder)) return holder
  process.kill(holder.heldBy, 'SIGKILL')
  const forced = await lockWithin(dataDir, forcedMs)
  if (forced !== undefined) return forced
  throw new ResetError(`Process ${holder.heldBy} holds ${dataDir} and could not be ended; end it and try again.`)
}

async function askToStop({ url, token }: { url: string; token: string }): Promise<boolean> {
  try {
    const headers = { authorization: `Bearer ${token}` }
    return (await fetch(new URL('/stop', url), { method: 'POST', headers, signal: AbortSignal.timeout(3000) })).ok
  } catch {
    return false
  }
}

async function lockWithin(dataDir: string, limitMs: number): Promise<Lock | undefined> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += 100) {
    const lock = takeLock(dataDir)
    if (!('heldBy' in lock)) return lock
    await sleep(100)
  }
  return undefined
}

async function resetExternal(settings: Settings, isWanted: boolean, write: (line: string) => void): Promise<void> {
  const { databaseUrl, redisUrl, dbPrefix } = settings
  const verb = isWanted ? 'dropped' : 'would drop'
  if (databaseUrl !== undefined) {
    const act = isWanted ? dropDatabases : listDatabases
    for (const name of await act({ url: databaseUrl, dbPrefix })) write(`${verb} in DATABASE_URL: ${name}`)
  }
  if (redisUrl !== undefined) {
    const act = isWanted ? dropRedisKeys : listRedisKeys
    write(`${verb} in REDIS_URL: ${await act({ url: redisUrl, dbPrefix })} keys ${dbPrefix}:*`)
  }
  const isBrought = databaseUrl !== undefined || redisUrl !== undefined
  if (isBrought && !isWanted)
    write('Engines that you brought were left as they are; to drop that: npm run reset -- --external')
}
