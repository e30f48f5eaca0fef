import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomFrom } from '@switchyard/art/kit/random'
import type { Stack } from '@switchyard/host/stack'
import type { Clock } from '@switchyard/runtime/clock'
import { type Control, openControl } from './control.ts'
import { openFirewall } from './firewall.ts'
import { ask } from './http.ts'
import { openLabClient } from './lab-client.ts'
import { startOwnStack } from './own-stack.ts'
import { openProxyFleet } from './proxy-fleet.ts'
import { raiseEditions } from './raise-editions.ts'
import type { Subject } from './run-fault.ts'
import { openShopClient } from './shop-client.ts'
import { mountSmallDisk } from './small-disk.ts'
import type { Ground } from './strike.ts'
import { readWares } from './wares.ts'

/** `proxied`: our proxies stand between callers and instances. `small-disk`: Postgres lies on one that can be filled. */
export type ShopKind = 'plain' | 'proxied' | 'small-disk'

/** What {@link openOwnShop} takes. */
export interface OwnShopOptions {
  /** Of orders and of inventory. */
  readonly instances: number
  readonly gateways: number
  readonly kind: ShopKind
  /** Prints that are added to every edition. */
  readonly moreEditions: number
  /** Whether this process is alone in its network. */
  readonly inNamespace: boolean
  /** Leaves data and logs where they are when the shop is closed. */
  readonly keepData: boolean
  readonly seed: string
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
  const { instances, gateways, keepData, kind, moreEditions, clock, signal } = options
  const opened = new AsyncDisposableStack()
  try {
    const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-chaos-'))
    if (!keepData) opened.defer(() => rmSync(dataDir, { recursive: true, force: true }))
    if (kind === 'small-disk') opened.use(mountSmallDisk(join(dataDir, 'postgres')))
    const env = kind === 'proxied' ? { ADVERTISE_HOST: advertised } : {}
    const { hostJson } = opened.use(await startOwnStack(dataDir, env))
    const { url, token, apiKey } = hostJson
    // Only services are called at the address that they register; the ingress listens where it always does.
    const gateway = `http://127.0.0.1:${new URL(hostJson.gateway).port}`
    const control = openControl({ url, token, gateway, ask, clock })
    const ground = await groundFor(options, { control, opened, dataDir, hostJson, gateway })
    for (const service of ['orders', 'inventory']) await control.scale(service, instances)
    await control.scale('gateway', gateways)
    // Nobody looks at pages here, and the machine has better things to do.
    await control.scale('web', 0)
    if ((await control.untilWhole({ limitMs: scaledMsMax, signal })) === undefined && !signal.aborted)
      throw new Error(`the shop was not ready within ${scaledMsMax / 1000} s of being scaled`)
    const wares = await readWares(openShopClient({ gateway, apiKey, ask, clock }))
    const lab = openLabClient({ gateway, apiKey, ask })
    if (moreEditions > 0) await raiseEditions(hostJson.postgresAdminUrl, moreEditions)
    return {
      dataDir,
      subject: { gateway, apiKey, control, lab, ground, wares, instances },
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    }
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

const scaledMsMax = 60_000

/** All of 127.0.0.0/8 is this machine: what is registered here is a proxy of ours, on the port of the instance behind it. */
const advertised = '127.0.1.1'

async function groundFor({ kind, inNamespace, seed, clock }: OwnShopOptions, parts: GroundParts): Promise<Ground> {
  const { control, opened, dataDir, hostJson, gateway } = parts
  const secretsDir = join(dataDir, 'secrets')
  const random = randomFrom(`${seed} lines`)
  const fleetOptions = { control, services: ['orders', 'inventory'], advertised, random, clock }
  const proxies = kind === 'proxied' ? opened.use(await openProxyFleet(fleetOptions)) : undefined
  const firewall = inNamespace ? openFirewall() : undefined
  if (firewall !== undefined) opened.defer(() => firewall.open())
  const trap = { redisUrl: hostJson.redisAdminUrl, redisPrefix: 'switchyard', secretsDir }
  const engines = {
    ...{ redisUrl: hostJson.redisAdminUrl, redisDir: join(dataDir, 'redis') },
    ...{ postgresUrl: hostJson.postgresAdminUrl, postgresDir: join(dataDir, 'postgres') },
  }
  const provider = {
    ...{ ledgerUrl: hostJson.paymentsLedgerUrl, ledgerToken: hostJson.paymentsToken },
    webhookUrl: `${gateway}/webhooks/payments`,
    webhookSecret: readFileSync(join(secretsDir, 'payments-webhook.secret'), 'utf8').trim(),
  }
  return { gateway, proxies, firewall, trap, engines, provider }
}

interface GroundParts {
  readonly control: Control
  readonly opened: AsyncDisposableStack
  readonly dataDir: string
  readonly hostJson: Stack['hostJson']
  readonly gateway: string
}
