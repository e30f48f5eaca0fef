import { inventory } from '@switchyard/contracts/inventory'
import { orders } from '@switchyard/contracts/orders'
import { openDatabase } from '@switchyard/db/connect'
import { databaseFaultOf } from '@switchyard/db/database-fault'
import { openOrdersDatabase } from '@switchyard/db/orders'
import { QueueFaults } from '@switchyard/messaging/fault'
import { createMessaging } from '@switchyard/messaging/messaging'
import { connect } from '@switchyard/rpc/connect'
import { Faults } from '@switchyard/rpc/fault'
import { mutualTls } from '@switchyard/rpc/mutual-tls'
import { redisRegistry } from '@switchyard/rpc/redis-registry'
import { serve } from '@switchyard/rpc/serve'
import { loadIdentity } from '@switchyard/rpc/tokens'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { openLog } from '@switchyard/runtime/log'
import { hearParent, reportReady, stopOnSignal } from '@switchyard/runtime/process'
import { readSecret } from '@switchyard/runtime/secrets'
import { v7 as newId } from 'uuid'
import { createOrders } from './create-orders.ts'
import { env } from './env.ts'
import { openLab } from './lab.ts'
import { outsideBooks } from './outside-books.ts'
import { httpPayments } from './payments-http.ts'
import { rehearsal } from './rehearsal.ts'
import { rpcStockroom } from './stockroom.ts'
import { createWebhookPost } from './webhook-post.ts'

const log = openLog({ service: 'orders', env, clock })
const onStop = stopOnSignal({ log })
const secret = (name: string) => readSecret(env.SECRETS_DIR, name)
const connection = {
  url: env.DATABASE_URL,
  statementTimeoutMs: 2_000,
  lockTimeoutMs: 1_000,
  clock,
  onConnectionLost: (error: Error) => log.debug({ err: error }, 'a database connection was lost'),
}
const forRequests = Math.ceil(env.DATABASE_CONNECTIONS_MAX / 2)
const database = openOrdersDatabase({ ...connection, max: forRequests })
const work = openDatabase({ ...connection, max: env.DATABASE_CONNECTIONS_MAX - forRequests })
const redis = { redisUrl: env.REDIS_URL, redisPrefix: env.REDIS_PREFIX }
const identity = await loadIdentity({ service: 'orders', secretsDir: env.SECRETS_DIR, clock })
const registry = redisRegistry({ url: env.REDIS_URL, prefix: env.REDIS_PREFIX, identity, clock, log })
const tls = await mutualTls({ service: 'orders', env, clock, log })
const isOutage = (error: unknown) => databaseFaultOf(error) === 'away'
const lab = env.LAB_ENABLED
  ? { calls: new Faults({ clock, random: Math.random }), queues: new QueueFaults({ clock, random: Math.random }) }
  : undefined
for (const { hear } of Object.values(lab ?? {})) hearParent(hear)
const messaging = createMessaging({
  service: 'orders',
  instance: env.INSTANCE_ID,
  pool: work.pool,
  isOutage,
  ...redis,
  clock,
  log,
  newId,
  faults: lab?.queues,
})
const die = () => process.kill(process.pid, 'SIGKILL')
const labDesks = env.LAB_ENABLED
  ? openLab({ ...redis, pool: work.pool, messaging, die, clock, newId, random: Math.random, log })
  : undefined
const inventoryFor = connect(inventory, { registry, identity, tls, zone: env.ZONE, clock, log })
const webhooks = createWebhookPost({ targets: env.WEBHOOK_TARGETS })

const router = createOrders({
  database,
  workPool: work.pool,
  messaging,
  stockroom: rpcStockroom({ inventoryFor, clock }),
  payments: httpPayments({ url: env.PAYMENTS_URL, secret: secret('payments-api.secret'), clock, log }),
  outsideBooks: outsideBooks({
    inventoryFor,
    ledger: { url: env.PAYMENTS_URL, token: secret('payments-ledger.token') },
    clock,
  }),
  accessSecret: secret('order-access.secret'),
  webhookSecret: secret('partner-webhooks.secret'),
  webhookTargets: env.WEBHOOK_TARGETS,
  postWebhook: webhooks.post,
  shipAfterMs: env.SHIP_AFTER_MS,
  lab: labDesks,
  clock,
  log,
  newId,
  random: Math.random,
})
const isUp = async () => {
  await database.pool.query('SELECT 1')
  return 'up' as const
}
const ready = async () => ({ database: await isUp().catch(() => 'down' as const) })
// Workers and connections first: their start would take both cores from those who call.
await Promise.all([messaging.start(), database.warm()])
const server = await serve({
  contract: orders,
  router,
  ...{ identity, registry, tls, env, log, clock, ready, around: lab?.calls, rehearsal },
})

onStop(async () => {
  await server.drain()
  await messaging.close()
  labDesks?.close()
  await webhooks.close()
  await Promise.all([inventoryFor.close(), registry.close()])
  await Promise.all([database.close(), work.close()])
})
await inventoryFor.ready
reportReady(server)
