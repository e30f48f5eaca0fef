import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type HostFile, readHostFile } from '@switchyard/host/host-file'
import { startStack } from '@switchyard/host/stack'

/** A running shop: every address, token and key that a test needs, as `host.json` has them. */
export type RunningShop = HostFile

/** What a project of the Playwright configuration may say about its stack. */
export interface StackOptions {
  /** A worker has its stack to itself, rather than sharing the one of the whole run. */
  ownStack: boolean
}

/** How workers find the stack that all share. Set from outside, it names the `DATA_DIR` of a running stack to use instead. */
const sharedDataDir = 'E2E_DATA_DIR'
/** Set beside it by the run that started that stack. */
const sharedIsOurs = 'E2E_DATA_DIR_IS_OURS'

/** Every browser of a run comes from one address; each is a guest of its own, with a guest's usual limit. */
const limits = {
  USER_CALLS_PER_MINUTE: '6000',
  ADDRESS_CALLS_PER_MINUTE: '1000000',
  NEW_GUESTS_PER_MINUTE: '1000000',
  BAD_KEYS_PER_MINUTE: '1000000',
}

/** Starts a shop on free ports with its data in a temporary folder, which goes with it; rejects with what the host said. */
export async function openShop(
  env: Readonly<Record<string, string>> = {},
): Promise<{ shop: RunningShop } & AsyncDisposable> {
  const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-e2e-'))
  const forget = () => {
    keepLogs(dataDir)
    rmSync(dataDir, { recursive: true, force: true })
  }
  const brought = process.env.TEST_ENGINES === 'external' ? {} : { DATABASE_URL: '', REDIS_URL: '' }
  const settings = { SECRETS_DIR: '', PAYMENTS_URL: '', SHIP_AFTER_MS: '', RESERVATION_TTL_MS: '', LAB_ENABLED: '' }
  try {
    const stack = await startStack({ dataDir, env: { ...settings, ...limits, ...brought, ...env } })
    const close = async () => {
      await stack.stop()
      forget()
    }
    return { shop: stack.hostJson, [Symbol.asyncDispose]: close }
  } catch (error) {
    forget()
    throw error
  }
}

/** Beside the traces, so that a failure can be read from both sides. */
function keepLogs(dataDir: string): void {
  const logs = join(dataDir, 'logs')
  if (existsSync(logs)) cpSync(logs, join(import.meta.dirname, 'test-results', basename(dataDir)), { recursive: true })
}

/** Tells the workers of this run which stack they share, and that nobody else is in it. */
export function shareShop({ dataDir }: RunningShop): void {
  process.env[sharedDataDir] = dataDir
  process.env[sharedIsOurs] = '1'
}

/** The stack that is shared, or that was named from outside; undefined when there is none. */
export function sharedShop(): RunningShop | undefined {
  const dataDir = process.env[sharedDataDir]
  return dataDir === undefined ? undefined : readHostFile(dataDir)
}

/**
 * The stack to break: one that was named from outside together with leave to do so, `E2E_MAY_BREAK=1`, or the one that
 * all others have shared and left. That one only once: a worker that comes later comes after a failure, and starts afresh.
 */
export function breakableShop(): RunningShop | undefined {
  const shop = sharedShop()
  if (mayBreakOthers()) return shop
  return shop && process.env[sharedIsOurs] === '1' && isUntouched(shop) ? shop : undefined
}

/** Whether nobody will ever see what a test leaves behind. */
export const goesWithItsData = ({ ownStack }: StackOptions): boolean => ownStack && !mayBreakOthers()

const mayBreakOthers = () => process.env.E2E_MAY_BREAK === '1'

/** True for the first who asks. */
function isUntouched({ dataDir }: RunningShop): boolean {
  try {
    mkdirSync(join(dataDir, 'taken-over'))
    return true
  } catch {
    return false
  }
}
