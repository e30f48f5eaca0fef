/**
 * The whole shop in one process, behind its real gateway: HTTP at the front, signed tokens and real calls in between, real
 * Postgres and Redis at the back. Only the ingress, the browser and the host that could end processes are missing.
 *
 *     await using door = await openFrontDoor({ adminUrl: process.env.TEST_DATABASE_URL, redisUrl: testRedisUrl() })
 *     await door.ask('/api/v2/products')
 */
import { inventory } from '@switchyard/contracts/inventory'
import type { LabScope } from '@switchyard/contracts/lab'
import { orders } from '@switchyard/contracts/orders'
import { storefront as contracts } from '@switchyard/contracts/storefront'
import { openIdentityDatabase } from '@switchyard/db/identity'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { seedIdentity } from '@switchyard/db/seed/identity'
import { shopLinks } from '@switchyard/gateway/graphql/links'
import { createApiKeys } from '@switchyard/gateway/identity/api-keys'
import { createAuditLog } from '@switchyard/gateway/identity/audit-log'
import { createAuthentication } from '@switchyard/gateway/identity/caller'
import { createGuests } from '@switchyard/gateway/identity/guests'
import { keyDesk } from '@switchyard/gateway/identity/key-desk'
import { createKeyStore } from '@switchyard/gateway/identity/key-store'
import { createStaffBadges } from '@switchyard/gateway/identity/staff-badges'
import { lab } from '@switchyard/gateway/lab'
import { createLabScopes } from '@switchyard/gateway/lab-scope'
import { listenSurely } from '@switchyard/gateway/listen-surely'
import { openAccounts } from '@switchyard/gateway/open-accounts'
import { openDoors } from '@switchyard/gateway/open-doors'
import { openTimeline } from '@switchyard/gateway/order-timeline'
import { identifyRequest } from '@switchyard/gateway/request-caller'
import type { TimelineOf } from '@switchyard/gateway/rest-events'
import { createServer } from '@switchyard/gateway/server'
import { storefront } from '@switchyard/gateway/storefront'
import { openRedis } from '@switchyard/messaging/redis'
import { systemScope } from '@switchyard/rpc/connect'
import { commandClient } from '@switchyard/rpc/redis-clients'
import { testNetwork } from '@switchyard/rpc/testing/network'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { type Log, silentLog } from '@switchyard/runtime/log'
import { fastClock } from '@switchyard/runtime/testing/fast-clock'
import { v7 } from 'uuid'
import { openBackRooms } from './back-rooms.ts'
import { idleHost } from './idle-host.ts'

/** What {@link openFrontDoor} opens. */
export type FrontDoor = Awaited<ReturnType<typeof openFrontDoor>>

const secret = 'a secret of thirty-two characters'
const ingressSecret = 'the ingress of the proofs'

/** Opens it on databases and under a Redis prefix of its own; disposing leaves nothing behind. */
export async function openFrontDoor(options: { adminUrl: string | undefined; redisUrl: string; log?: Log }) {
  const { adminUrl, redisUrl, log = silentLog } = options
  await using opened = new AsyncDisposableStack()
  const redisPrefix = `door-${v7().slice(-8)}`
  opened.defer(() => forget(redisUrl, redisPrefix))
  // Calls have ten times their deadlines: on a starved machine who may do what is no other than elsewhere.
  const network = opened.use(await testNetwork({ log, clock: fastClock(0.1) }))
  const rooms = opened.use(await openBackRooms({ adminUrl, redisUrl, redisPrefix, network }))
  const identityAt = opened.use(await createScratchDatabase({ owner: 'identity', adminUrl }))
  const identity = opened.adopt(openIdentityDatabase({ url: identityAt.url, max: 5, connectMs: 20_000 }), (it) =>
    it.close(),
  )
  const services = {
    orders: await network.connect(orders, { as: 'gateway' }),
    inventory: await network.connect(inventory, { as: 'gateway' }),
  }
  const guests = createGuests({ secret, newId: v7 })
  const badges = createStaffBadges({ secret, clock })
  const scopes = createLabScopes({ secret, clock })
  const keys = createKeyStore({ pool: identity.pool, clock })
  const audit = createAuditLog({ pool: identity.pool, secret, clock, log })
  const elapsedMs = () => performance.now()
  const draining = new AbortController()
  opened.defer(() => draining.abort())
  const listen = listenSurely({
    listen: () => () => undefined,
    marksOf: (orderIds) => services.orders(systemScope({ clock, deadlineMs: 2_000 })).timelineMarks.query({ orderIds }),
    clock,
  })
  const timelineOf: TimelineOf = (ask, ctx) => openTimeline(ask, { ctx, services, listen, clock })
  const callers = (terms: LabScope | undefined) =>
    Object.values(services).map(({ view }) => ({ ...view(terms), caller: 'gateway-1' }))
  const host = idleHost({ clock, newId: v7 })
  const ownScope = () => systemScope({ clock, deadlineMs: 2_000 })
  const redis = opened.adopt(commandClient({ url: redisUrl, log }), (it) => it.disconnect())
  await seedIdentity({ pool: identity.pool, partnerKey: secret, demoAccounts: true })
  const accounts = openAccounts({
    ...{ database: identity, services, ownScope, redis, redisPrefix, secret, clock, log, newId: v7 },
    webUrl: 'http://halftone.test',
    staffSecondFactor: 'required',
  })
  opened.defer(() => accounts.close())
  const doors = openDoors({
    contracts,
    gateway: 'gateway-1',
    elapsedMs,
    cpuMs: elapsedMs,
    idleMs: () => 0,
    clock,
    closing: draining.signal,
  })
  const watched = { services, registry: network.registry, callers, doors: doors.view, ownScope, newId: v7, clock, log }
  const { app } = await createServer({
    router: storefront({
      services,
      timelineOf,
      apiKeys: keyDesk({ keys, clock, newId: v7, newSecret: () => v7() }),
      audit,
      account: accounts.operations,
      lab: lab({
        ...watched,
        identity: await network.identityOf('gateway'),
        host,
        scopes,
        badges,
        elapsedMs,
      }),
    }),
    identify: identifyRequest({
      authenticate: createAuthentication({
        apiKeys: createApiKeys(keys.find, { elapsedMs }),
        sessions: accounts.sessions,
        guests,
      }),
      ingressSecret,
      readBadge: badges.read,
      readScope: scopes.read,
      mayIssueGuest: async () => true,
      clock,
    }),
    timelineOf,
    links: shopLinks(services),
    onPaymentNotice: async () => undefined,
    readiness: async () => ({ status: 'ready', checks: {} }),
    draining: draining.signal,
    newId: () => v7(),
    clock,
    log,
  })
  opened.defer(() => app.close())
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const kept = opened.move()
  return {
    ...{ url, host, network, services, keys, audit, guests, accounts, identity, databases: rooms.databases },
    /** The header that the ingress adds. */
    ingress: { 'x-ingress-secret': ingressSecret },
    ask: (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
      fetch(url + path, { ...init, headers: { 'x-ingress-secret': ingressSecret, ...init.headers } }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** Deletes what a run left under its prefix. */
async function forget(url: string, prefix: string): Promise<void> {
  const redis = openRedis({ url, profile: 'worker', log: silentLog })
  await redis.eval(`for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('DEL', key) end`, 0, `${prefix}:*`)
  redis.disconnect()
}
