import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type HostFile, readHostFile } from '@switchyard/host/host-file'
import { startStack } from '@switchyard/host/stack'

/** A running shop: every address, token and key that a test needs, as `host.json` has them. */
export type RunningShop = HostFile

/** What a project of the Playwright configuration may say about its stack. */
export interface StackOptions {
  /** Every worker starts a stack of its own, rather than sharing the one of the whole run. */
  ownStack: boolean
}

/** How workers find the stack that all share. Set from outside, it names the `DATA_DIR` of a running stack to use instead. */
const sharedDataDir = 'E2E_DATA_DIR'

/** Starts a shop on free ports with its data in a temporary folder, which goes with it; rejects with what the host said. */
export async function openShop(): Promise<{ shop: RunningShop } & AsyncDisposable> {
  const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-e2e-'))
  const forget = () => {
    keepLogs(dataDir)
    rmSync(dataDir, { recursive: true, force: true })
  }
  const brought = process.env.TEST_ENGINES === 'external' ? {} : { DATABASE_URL: '', REDIS_URL: '' }
  const settings = { SECRETS_DIR: '', PAYMENTS_URL: '', SHIP_AFTER_MS: '', RESERVATION_TTL_MS: '', LAB_ENABLED: '' }
  try {
    const stack = await startStack({ dataDir, env: { ...settings, ...brought } })
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

/** Tells the workers of this run which stack they share. */
export function shareShop({ dataDir }: RunningShop): void {
  process.env[sharedDataDir] = dataDir
}

/** The stack that is shared, or that was named from outside; undefined when there is none. */
export function sharedShop(): RunningShop | undefined {
  const dataDir = process.env[sharedDataDir]
  return dataDir === undefined ? undefined : readHostFile(dataDir)
}

/** The stack to break: only one that was named from outside together with leave to do so, `E2E_MAY_BREAK=1`. */
export function breakableShop(): RunningShop | undefined {
  return process.env.E2E_MAY_BREAK === '1' ? sharedShop() : undefined
}
