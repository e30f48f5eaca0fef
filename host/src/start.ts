import { build } from './build.ts'
import { certificateFiles, keepCertificates } from './certificates.ts'
import { createControlApi } from './control-api.ts'
import type { ControlPorts } from './control-operations.ts'
import type { Faults } from './faults.ts'
import { logPath, openFleet, type RunPlan } from './fleet.ts'
import { untilFleetReady } from './fleet-ready.ts'
import { type Ground, layGround } from './ground.ts'
import { type HostFile, removeHostFile, writeHostFile } from './host-file.ts'
import { Ingress } from './ingress.ts'
import type { OrdersLine } from './orders-line.ts'
import { portTaken } from './ports.ts'
import type { Progress } from './progress.ts'
import { ensureSecrets, type ReadSecret } from './secrets.ts'
import type { Settings } from './settings.ts'
import { Refusal, type Supervisor } from './supervisor.ts'
import type { Timers } from './timers.ts'
import { together } from './together.ts'
import { wipeRedis } from './wipe-redis.ts'

/** How long each instance has to end cleanly, and how long running requests have, when everything stops. */
const stopGraceMs = 6_000
const requestGraceMs = 500

/** What a start needs; what it opens is put on `cleanup`, also when it fails half-way. */
export interface StartOptions {
  readonly settings: Settings
  readonly version: string
  readonly plan: RunPlan
  readonly progress: Progress
  readonly timers: Timers
  readonly random: () => number
  /** Gives the start up. */
  readonly signal: AbortSignal
  readonly cleanup: AsyncDisposableStack
  /** Called when the control API is asked to stop everything. */
  readonly onStopAsked: () => void
}

/**
 * Brings up the whole stack and resolves when every instance is ready: ingress, then engines and databases beside the
 * build, then all instances at once. The ports are known to be free; the ingress opens first, so that a browser that is early is told to wait.
 */
export async function startHost(options: StartOptions): Promise<{ host: HostFile; kill: () => void }> {
  const { settings, progress, signal, cleanup } = options
  const secret = ensureSecrets(settings.secretsDir)
  if (settings.tls) await certify(options)
  const ingress = await openIngress(options, secret)
  progress.say('starting Postgres and Redis, and building what has changed')
  const stopLater = (stop: () => Promise<void>) => void cleanup.defer(stop)
  const [ground] = await together(
    signal,
    (either) => layGround({ settings, secret, progress, signal: either, stopLater }),
    (either) => buildFor(options, either),
  )
  const { supervisor, faults, paymentsUrl } = await startFleet(options, ground, ingress)
  await openControlApi(options, { supervisor, faults, secret, ground })
  const host = describeHost({ settings, secret, ground, paymentsUrl })
  writeHostFile(settings.dataDir, host)
  cleanup.defer(async () => removeHostFile(settings.dataDir))
  return { host, kill: () => supervisor.kill() }
}

async function certify({ settings: { dataDir }, timers, progress, cleanup }: StartOptions): Promise<void> {
  const stop = await keepCertificates({ dataDir, timers })
  cleanup.defer(async () => stop())
  progress.say('services speak TLS with one another, by certificates of this start')
}

async function openIngress({ settings, plan, cleanup }: StartOptions, secret: ReadSecret): Promise<Ingress> {
  const ingress = new Ingress({
    secret: secret('ingress.secret'),
    lab: settings.labEnabled,
    bindHost: settings.bindHost,
    upstreamHost: settings.reachHost,
    tunnels: plan.watched.has('web'),
    ports: { web: settings.webPort, gateway: settings.gatewayPort },
    tls: certificateFiles(settings, 'ingress'),
  })
  cleanup.defer(() => ingress.close(0))
  await ingress.open().catch((error: NodeJS.ErrnoException & { port?: number }) => {
    throw error.code === 'EADDRINUSE' ? portTaken(settings, error.port ?? settings.webPort) : error
  })
  return ingress
}

async function buildFor({ settings, plan, progress }: StartOptions, signal: AbortSignal): Promise<void> {
  const web = !plan.watched.has('web')
  await build({ settings, web, signal })
  progress.say(web ? 'the shop is built' : 'what is generated is up to date')
}

async function startFleet(options: StartOptions, ground: Ground, ingress: Ingress) {
  const { settings, progress, timers, signal, cleanup } = options
  let changed = () => {}
  const fleet = await openFleet({ ...options, ground, ingress, onChange: () => changed() })
  const { supervisor } = fleet
  cleanup.defer(() => supervisor.stop(stopGraceMs))
  cleanup.defer(() => ingress.close(requestGraceMs))
  signal.throwIfAborted()
  progress.say('starting every instance')
  supervisor.start()
  const waitingFor = () => supervisor.waitingFor()
  const fleetReady = untilFleetReady({ waitingFor, logOf: ({ id }) => logPath(settings, id), progress, timers, signal })
  changed = fleetReady.changed
  changed()
  await fleetReady.ready
  return fleet
}

async function openControlApi(
  options: StartOptions,
  { supervisor, faults, secret, ground }: ControlParts,
): Promise<void> {
  const { settings, cleanup, onStopAsked } = options
  const ports: ControlPorts = {
    instances: () => supervisor.instances(),
    scale: (service, instances, as) => supervisor.scale(service, instances, as),
    act: (id, action) => supervisor.act(id, action),
    faults,
    wipe: async (id) => {
      const redis = supervisor.ownEngine(id, 'redis')
      if (redis.state !== 'ready') throw new Refusal('not_running', `${redis.id} is ${redis.state}; it must be ready.`)
      await wipeRedis(ground.redis.url)
      return redis
    },
    ...lazyOrdersLine(options, ground),
    stop: onStopAsked,
  }
  const server = createControlApi({ token: secret('host.token'), ports })
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => reject(portTaken(settings, settings.hostPort)))
    server.listen(settings.hostPort, '127.0.0.1', resolve)
  })
  cleanup.defer(async () => {
    server.close()
    server.closeAllConnections()
  })
}

/** Loaded when it is first used: the rpc chain is worth its memory to services, and rarely to the host. */
function lazyOrdersLine(
  { settings, cleanup }: StartOptions,
  ground: Ground,
): Pick<ControlPorts, 'readMailbox' | 'rebuildReads'> {
  let opened: Promise<OrdersLine> | undefined
  const open = async () => {
    const { openOrdersLine } = await import('./orders-line.ts')
    const { dbPrefix: redisPrefix, secretsDir } = settings
    const tls = certificateFiles(settings, 'host')
    const line = await openOrdersLine({ redisUrl: ground.redis.url, redisPrefix, secretsDir, tls })
    cleanup.defer(() => line.close())
    return line
  }
  const line = () => {
    opened ??= open()
    return opened
  }
  return {
    readMailbox: async (to) => (await line()).mails(to),
    rebuildReads: async () => (await line()).rebuildReads(),
  }
}

interface ControlParts {
  readonly supervisor: Supervisor
  readonly faults: Faults
  readonly secret: ReadSecret
  readonly ground: Ground
}

function describeHost({ settings, secret, ground, paymentsUrl }: DescribeOptions): HostFile {
  return {
    url: `http://127.0.0.1:${settings.hostPort}`,
    token: secret('host.token'),
    web: `http://${settings.advertiseHost}:${settings.webPort}`,
    gateway: `http://${settings.advertiseHost}:${settings.gatewayPort}`,
    apiKey: secret('partner-api.key'),
    redisAdminUrl: ground.redis.url,
    postgresAdminUrl: ground.postgres.url,
    paymentsLedgerUrl: `${paymentsUrl}/ledger`,
    paymentsToken: secret('payments-ledger.token'),
    pid: process.pid,
    redis: ground.redis.where,
    redisIsStandIn: ground.redis.flavour === 'stand-in',
    postgres: ground.postgres.where,
    dataDir: settings.dataDir,
  }
}

interface DescribeOptions {
  readonly settings: Settings
  readonly secret: ReadSecret
  readonly ground: Ground
  readonly paymentsUrl: string
}
