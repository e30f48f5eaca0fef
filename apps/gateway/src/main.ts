import { randomBytes } from 'node:crypto'
import { inventory } from '@switchyard/contracts/inventory'
import type { LabScope } from '@switchyard/contracts/lab'
import { orders } from '@switchyard/contracts/orders'
import { storefront as contracts } from '@switchyard/contracts/storefront'
import { openIdentityDatabase } from '@switchyard/db/identity'
import { listenForHints } from '@switchyard/messaging/broadcast'
import { connect, systemScope } from '@switchyard/rpc/connect'
import { mutualTls } from '@switchyard/rpc/mutual-tls'
import { commandClient } from '@switchyard/rpc/redis-clients'
import { redisRegistry } from '@switchyard/rpc/redis-registry'
import { loadIdentity } from '@switchyard/rpc/tokens'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { openLog } from '@switchyard/runtime/log'
import { reportReady, stopOnSignal } from '@switchyard/runtime/process'
import { readSecret } from '@switchyard/runtime/secrets'
import { v7 } from 'uuid'
import { createCache, purgeByHints } from './cache.ts'
import { callCosts } from './call-cost.ts'
import { crossOrigin } from './cors.ts'
import { drain } from './drain.ts'
import { env } from './env.ts'
import { shopLinks } from './graphql/links.ts'
import { createHostClient } from './host-client.ts'
import { createApiKeys } from './identity/api-keys.ts'
import { createAuditLog } from './identity/audit-log.ts'
import { createAuthentication, staffSecondFactorOf } from './identity/caller.ts'
import { createGuests } from './identity/guests.ts'
import { keyDesk } from './identity/key-desk.ts'
import { createKeyStore } from './identity/key-store.ts'
import { createStaffBadges } from './identity/staff-badges.ts'
import { inputLimits } from './input-limits.ts'
import { closedLab, lab } from './lab.ts'
import { createLabScopes } from './lab-scope.ts'
import { leaveInTurns } from './leave-in-turns.ts'
import { limitNewGuests, limitRequests, refuseFloods } from './limit-requests.ts'
import { listenSurely } from './listen-surely.ts'
import { logRefusals } from './log-refusals.ts'
import { memoryCopies } from './memory-copies.ts'
import { openAccounts } from './open-accounts.ts'
import { openDoors } from './open-doors.ts'
import { openTimeline } from './order-timeline.ts'
import { readPaymentNotice } from './payment-webhook.ts'
import { printNews } from './print-news.ts'
import { createRateLimit } from './rate-limit.ts'
import { readinessOf } from './readiness.ts'
import { redisBuckets } from './redis-buckets.ts'
import { redisCopies } from './redis-copies.ts'
import { identifyRequest } from './request-caller.ts'
import type { TimelineOf } from './rest-events.ts'
import { createServer } from './server.ts'
import { noteCalls } from './service-calls.ts'
import { storefront } from './storefront.ts'
import { createStreamSeats } from './stream-seats.ts'
import { loopIdleMs, threadCpuMs } from './thread-time.ts'

const log = openLog({ service: 'gateway', env, clock })
const onStop = stopOnSignal({ log })
const secret = (name: string) => readSecret(env.SECRETS_DIR, name)
const redis = { redisUrl: env.REDIS_URL, redisPrefix: env.REDIS_PREFIX }

const database = openIdentityDatabase({ url: env.DATABASE_URL, max: 5, statementTimeoutMs: 1_000, clock })
const identity = await loadIdentity({ service: 'gateway', secretsDir: env.SECRETS_DIR, clock })
const registry = redisRegistry({ url: env.REDIS_URL, prefix: env.REDIS_PREFIX, identity, clock, log })
const tls = await mutualTls({ service: 'gateway', env, clock, log })
const wiring = { registry, identity, tls, zone: env.ZONE, clock, log }
const gatewayRedis = commandClient({ url: env.REDIS_URL, log })
const cache = createCache({
  near: memoryCopies({ clock }),
  shared: redisCopies({ redis: gatewayRedis, prefix: env.REDIS_PREFIX }),
  ...{ clock, log, newId: v7 },
})
const wired = { ...wiring, cache: cache.wrap }
const services = { inventory: connect(inventory, wired), orders: connect(orders, wired) }
const hints = listenForHints({ ...redis, log })
purgeByHints(cache, hints)
const ownScope = () => systemScope({ clock, deadlineMs: 2_000 })
const listen = listenSurely({
  listen: (orderId, wake) => hints.on('order', orderId, wake),
  marksOf: (orderIds) => services.orders(ownScope()).timelineMarks.query({ orderIds }),
  clock,
})
const newsOf = printNews({ services, hear: hints.on, ownScope, clock, log })
const timelineOf: TimelineOf = (ask, ctx) => openTimeline(ask, { ctx, services, listen, clock })
const host =
  env.LAB_ENABLED && env.HOST_URL ? createHostClient({ url: env.HOST_URL, token: secret('host.token') }) : null
const labSigns = host ? { secret: secret('lab-scope.secret'), clock } : undefined
const scopes = labSigns && createLabScopes(labSigns)
const badges = labSigns && createStaffBadges(labSigns)
const callers = (lab: LabScope | undefined) =>
  Object.values(services).map(({ view }) => ({ ...view(lab), caller: env.INSTANCE_ID }))
const elapsedMs = () => performance.now()
const draining = new AbortController()
const spent = { elapsedMs, cpuMs: threadCpuMs, idleMs: loopIdleMs }
const doors = openDoors({ contracts, gateway: env.INSTANCE_ID, ...spent, clock, closing: draining.signal })
const watched = {
  services,
  registry,
  identity,
  tls,
  callers,
  doors: doors.view,
  ownScope,
  elapsedMs,
  newId: v7,
  clock,
  log,
}
const keys = createKeyStore({ pool: database.pool, clock })
const apiKeys = createApiKeys(keys.find, { elapsedMs })
const audit = createAuditLog({ pool: database.pool, secret: secret('audit.secret'), clock, log })
const newSecret = () => randomBytes(32).toString('base64url')
const limit = createRateLimit({ shared: redisBuckets({ redis: gatewayRedis, prefix: env.REDIS_PREFIX }), clock, log })
const staffSecondFactor = staffSecondFactorOf(env)
const accounts = openAccounts({
  ...{ database, services, ownScope, clock, log, newId: v7 },
  redis: gatewayRedis,
  redisPrefix: env.REDIS_PREFIX,
  secret: secret('accounts.secret'),
  staffSecondFactor,
  webUrl: env.WEB_URL,
})

const limits = {
  ...limit,
  costOf: callCosts(contracts),
  limits: {
    guest: env.GUEST_CALLS_PER_MINUTE,
    user: env.USER_CALLS_PER_MINUTE,
    address: env.ADDRESS_CALLS_PER_MINUTE,
    badKeys: env.BAD_KEYS_PER_MINUTE,
  },
}
const seats = createStreamSeats({
  ...{ caller: env.CALLER_STREAMS, address: env.ADDRESS_STREAMS, key: env.KEY_STREAMS },
})
const cors = crossOrigin(env.CORS_ORIGINS)

await database.warm()
const { app, routes } = await createServer({
  router: storefront({
    services: noteCalls(services, elapsedMs),
    timelineOf,
    newsOf,
    apiKeys: keyDesk({ keys, clock, newId: v7, newSecret }),
    audit,
    account: accounts.operations,
    lab: host && scopes && badges ? lab({ ...watched, host, scopes, badges }) : closedLab,
    onRefused: logRefusals(log),
  }),
  identify: limitRequests({
    identify: doors.behind(
      identifyRequest({
        authenticate: createAuthentication({
          apiKeys,
          sessions: accounts.sessions,
          guests: createGuests({ secret: secret('guest-cookie.secret'), newId: v7 }),
          staffSecondFactor,
        }),
        ingressSecret: secret('ingress.secret'),
        readBadge: badges?.read,
        readScope: async (text) => scopes?.read(text),
        mayIssueGuest: limitNewGuests({ ...limit, perMinute: env.NEW_GUESTS_PER_MINUTE }),
        fromPartnersPage: cors.isListed,
        refuseFlood: refuseFloods({ ...limits, wasBelieved: apiKeys.wasBelieved }),
        onBadKey: accounts.onBadKey,
        clock,
      }),
    ),
    ...limits,
  }),
  cors: cors.hook,
  links: shopLinks(noteCalls(services, elapsedMs)),
  introspection: env.LAB_ENABLED,
  ...{ shed: doors.shed, refuse: doors.refuse, seats },
  timelineOf,
  onPaymentNotice: async (body, signature) => {
    const notice = readPaymentNotice(
      { body, signature },
      { secret: secret('payments-webhook.secret'), nowMs: clock.now() },
    )
    await services.orders(ownScope()).recordPayment.mutate(notice)
  },
  readiness: readinessOf(
    {
      identity: () => database.pool.query('SELECT 1'),
      orders: () => services.orders(ownScope()).list.query({ limit: 1 }),
      inventory: () => services.inventory(ownScope()).quote.query({ skus: [] }),
      redis: () => registry.leases('orders'),
    },
    { isDraining: () => draining.signal.aborted, within: (ms) => AbortSignal.timeout(ms), after: clock.after },
  ),
  draining: draining.signal,
  tls,
  leave: leaveInTurns({ draining: draining.signal, clock }),
  placeOf: accounts.placeOf,
  newId: v7,
  clock,
  log,
})

await app.listen({ host: env.BIND_HOST, port: env.PORT, backlog: inputLimits.backlog })
for (const { method, path, operation } of routes) log.info({ method, path, operation }, 'route')
onStop(async () => {
  draining.abort()
  await drain({ app, clock, log })
  await accounts.close()
  await Promise.all([services.inventory.close(), services.orders.close(), hints.close(), registry.close()])
  gatewayRedis.disconnect()
  await database.close()
})
// A gateway that knows of no instance and has no connection yet would answer its first visitors with 503.
const connected = keys.find('').catch(() => null)
await Promise.all([services.inventory.ready, services.orders.ready, connected])
const address = app.server.address()
reportReady({ port: typeof address === 'object' && address ? address.port : env.PORT })
