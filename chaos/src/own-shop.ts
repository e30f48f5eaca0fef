import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStack } from '@switchyard/host/stack'
import type { Clock } from '@switchyard/runtime/clock'
import { openControl } from './control.ts'
import { ask } from './http.ts'
import { readLedger } from './ledger.ts'
import type { Subject } from './run-fault.ts'
import { openShopClient } from './shop-client.ts'
import { readWares } from './wares.ts'

/** What {@link openOwnShop} takes. */
export interface OwnShopOptions {
  /** Of orders and of inventory. */
  readonly instances: number
  readonly gateways: number
  /** Leaves data and logs where they are when the shop is closed. */
  readonly keepData: boolean
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** A shop that a campaign may hurt. */
export interface OwnShop extends AsyncDisposable {
  readonly subject: Subject
  /** Where its data and logs lie. */
  readonly dataDir: string
}

/** Starts a shop of its own on free ports, its data in a temporary folder that goes with it, scaled as asked and ready. */
export async function openOwnShop(options: OwnShopOptions): Promise<OwnShop> {
  const { instances, gateways, keepData, clock, signal } = options
  const opened = new AsyncDisposableStack()
  try {
    const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-chaos-'))
    if (!keepData) opened.defer(() => rmSync(dataDir, { recursive: true, force: true }))
    const { hostJson } = opened.use(await startStack({ dataDir, env: ownEngines }))
    const { url, token, gateway, apiKey } = hostJson
    const control = openControl({ url, token, gateway, ask, clock })
    for (const service of ['orders', 'inventory']) await control.scale(service, instances)
    await control.scale('gateway', gateways)
    // Nobody looks at pages here, and the machine has better things to do.
    await control.scale('web', 0)
    if ((await control.untilWhole({ limitMs: scaledMsMax, signal })) === undefined && !signal.aborted)
      throw new Error(`the shop was not ready within ${scaledMsMax / 1000} s of being scaled`)
    const wares = await readWares(openShopClient({ gateway, apiKey, ask, clock }))
    const readEntries = () => readLedger({ url: hostJson.paymentsLedgerUrl, token: hostJson.paymentsToken, ask })
    return {
      dataDir,
      subject: { gateway, apiKey, control, wares, readEntries },
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    }
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

const scaledMsMax = 60_000

/** Faults need engines that may be killed, and orders that are shipped by nobody. */
const ownEngines = { DATABASE_URL: '', REDIS_URL: '', SECRETS_DIR: '', PAYMENTS_URL: '', SHIP_AFTER_MS: '' }
