import { inventory } from '@switchyard/contracts/inventory'
import { databaseFaultOf } from '@switchyard/db/database-fault'
import { openInventoryDatabase } from '@switchyard/db/inventory'
import { openCopier } from '@switchyard/messaging/copies'
import { createCopyDesk } from '@switchyard/messaging/copy-desk'
import { QueueFaults } from '@switchyard/messaging/fault'
import { createMessaging } from '@switchyard/messaging/messaging'
import { Faults } from '@switchyard/rpc/fault'
import { mutualTls } from '@switchyard/rpc/mutual-tls'
import { redisRegistry } from '@switchyard/rpc/redis-registry'
import { serve } from '@switchyard/rpc/serve'
import { loadIdentity } from '@switchyard/rpc/tokens'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { openLog } from '@switchyard/runtime/log'
import { hearParent, reportReady, stopOnSignal } from '@switchyard/runtime/process'
import { v7 } from 'uuid'
import { createInventory } from './create-inventory.ts'
import { env } from './env.ts'
import { tablesOfOrder } from './lab-copies.ts'
import { rehearsal } from './rehearsal.ts'

const newId = () => v7()
const log = openLog({ service: 'inventory', env, clock })
const onStop = stopOnSignal({ log })
const redis = { redisUrl: env.REDIS_URL, redisPrefix: env.REDIS_PREFIX }

const database = openInventoryDatabase({
  url: env.DATABASE_URL,
  max: env.DATABASE_CONNECTIONS_MAX,
  statementTimeoutMs: 2_000,
  clock,
  onConnectionLost: (error) => log.warn({ err: error }, 'lost an idle connection to the database'),
})
const { pool } = database
const isOutage = (error: unknown) => databaseFaultOf(error) === 'away'
const lab = env.LAB_ENABLED
  ? { calls: new Faults({ clock, random: Math.random }), queues: new QueueFaults({ clock, random: Math.random }) }
  : undefined
for (const { hear } of Object.values(lab ?? {})) hearParent(hear)
const messaging = createMessaging({
  service: 'inventory',
  instance: env.INSTANCE_ID,
  pool,
  isOutage,
  ...redis,
  clock,
  log,
  newId,
  faults: lab?.queues,
})
const identity = await loadIdentity({ service: 'inventory', secretsDir: env.SECRETS_DIR, clock })
const registry = redisRegistry({ url: env.REDIS_URL, prefix: env.REDIS_PREFIX, identity, clock, log })

const tls = await mutualTls({ service: 'inventory', env, clock, log })
const copier = lab && openCopier({ service: 'inventory', pool, ...redis, clock, random: Math.random, newId, log })
const copies = copier && createCopyDesk({ copier, pool, tables: tablesOfOrder })
const router = createInventory({ database, messaging, holdMs: env.RESERVATION_TTL_MS, clock, newId, copies })
// Workers and connections first: their start would take both cores from those who call.
await Promise.all([messaging.start(), database.warm()])

const server = await serve({
  contract: inventory,
  router,
  ...{ identity, registry, tls, env, log, clock, around: lab?.calls, rehearsal },
  ready: async () => ({
    database: await pool.query('SELECT 1').then(
      () => 'up' as const,
      () => 'down' as const,
    ),
  }),
})
reportReady(server)

/** Calls end first, so that none begins work that could not be finished; the database closes last. */
onStop(async () => {
  await server.drain()
  await messaging.close()
  copier?.close()
  await registry.close()
  await database.close()
})
