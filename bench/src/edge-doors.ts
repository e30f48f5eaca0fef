import { storefront as contracts } from '@switchyard/contracts/storefront'
import type { IdentityDatabase } from '@switchyard/db/identity'
import { callCosts } from '@switchyard/gateway/call-cost'
import { createApiKeys } from '@switchyard/gateway/identity/api-keys'
import { createAuthentication } from '@switchyard/gateway/identity/caller'
import { createGuests } from '@switchyard/gateway/identity/guests'
import { createSessions } from '@switchyard/gateway/identity/sessions'
import { createSigner } from '@switchyard/gateway/identity/signer'
import { limitNewGuests, limitRequests, refuseFloods } from '@switchyard/gateway/limit-requests'
import { createRateLimit } from '@switchyard/gateway/rate-limit'
import { redisBuckets } from '@switchyard/gateway/redis-buckets'
import { identifyRequest } from '@switchyard/gateway/request-caller'
import { createServer } from '@switchyard/gateway/server'
import { doorsOf, ingressSecret } from '@switchyard/gateway/testing/limited-doors'
import type { CallContext } from '@switchyard/rpc/envelope'
import type { Clock } from '@switchyard/runtime/clock'
import { type Log, silentLog as log } from '@switchyard/runtime/log'
import { initTRPC } from '@trpc/server'
import type { Redis } from 'ioredis'

const secret = 'a secret of the bench'
const enough = 1_000_000_000
const stock = { edition: 1, onHand: 1, reserved: 0, sold: 0, available: 1 }
const ingress = { 'x-ingress-secret': ingressSecret, 'x-forwarded-for': '192.0.2.7' }
const signer = createSigner({ secret, purpose: 'session' })

/**
 * One gateway with two doors, to a stock room that answers at once. At the guarded one everything of a real gateway is
 * asked, by the same code, of a real Redis and of an identity database that answers at once; at the open one nobody is
 * asked who they are, whether they may or how often they come.
 */
export async function openEdgeDoors({ redis, prefix, clock }: { redis: Redis; prefix: string; clock: Clock }) {
  const parts = doorsOf({ newId: () => 'id', clock })
  const [open, guarded] = await Promise.all([
    createServer({
      ...parts,
      router: withoutAuthorization(parts.router),
      identify: async (request) => {
        request.principal = { kind: 'guest', id: 'g' }
      },
    }),
    createServer({ ...parts, identify: identifyAndLimit({ redis, prefix, clock }) }),
  ])
  return { open: open.app, guarded: guarded.app }
}

/** The same reading of the stock, with the checks of what is asked and answered and without that of who asks. */
function withoutAuthorization<Router extends ReturnType<typeof doorsOf>['router']>(router: Router): Router {
  const t = initTRPC.context<CallContext>().create()
  const { input, output } = contracts.stock.operations.bySku
  const bySku = t.procedure
    .input(input)
    .output(output)
    .query(async ({ input: { sku } }) => ({ sku, ...stock }))
  return t.router({ ...router._def.record, stock: { bySku } }) as unknown as Router
}

function identifyAndLimit({ redis, prefix, clock }: Parameters<typeof openEdgeDoors>[0]) {
  const limit = createRateLimit({ shared: redisBuckets({ redis, prefix }), clock: patient(clock), log: outcry })
  const limits = {
    ...limit,
    costOf: callCosts(contracts),
    limits: { guest: enough, user: enough, address: enough, badKeys: enough },
  }
  const findKey = async (hash: string) => ({ id: hash, scopes: [], quotaPerMinute: enough })
  const apiKeys = createApiKeys(findKey, { elapsedMs: () => performance.now() })
  const identify = identifyRequest({
    authenticate: createAuthentication({
      apiKeys,
      sessions: createSessions({ pool: everySession, signer, clock }),
      guests: createGuests({ secret, newId: () => 'a new guest' }),
    }),
    ingressSecret,
    readScope: async () => undefined,
    mayIssueGuest: limitNewGuests({ ...limit, perMinute: enough }),
    refuseFlood: refuseFloods({ ...limits, wasBelieved: apiKeys.wasBelieved }),
    clock,
  })
  return limitRequests({ identify, ...limits })
}

/** On a busy machine each answer is late now and then. What is measured is the way by Redis, and a limiter that waits 50 ms would leave it. */
const patient = (clock: Clock): Clock => ({
  now: () => clock.now(),
  sleep: (ms, signal) => clock.sleep(ms, signal),
  after: (ms, run) => clock.after(100 * ms, run),
})

/** A limiter that counts by itself says so; its request fails. */
const outcry: Log = Object.assign(Object.create(log), {
  warn: () => {
    throw new Error('Redis did not answer')
  },
})

/** A database in which every session is there. */
const everySession = {
  query: async ({ values: [id] }: { values: unknown[] }) => ({
    rows: [{ id, userId: id, role: 'shopper', seenAt: new Date() }],
  }),
} as unknown as IdentityDatabase['pool']

/** The headers of so many callers of each kind, as the ingress passes them on. Who is signed in keeps the cookie of the guest that they were. */
export function edgeCallers(count: number) {
  let guest = 0
  const guests = createGuests({ secret, newId: () => `guest-${guest++}` })
  const guestCookie = () => `switchyard_guest=${guests.issue().cookie}`
  const each = (headersOf: (n: number) => Record<string, string>) =>
    Array.from({ length: count }, (_, n) => ({ ...ingress, ...headersOf(n) }))
  return {
    guests: each(() => ({ cookie: guestCookie() })),
    people: each((n) => ({ cookie: `${guestCookie()}; switchyard_session=${signer.sign(`session-${n}`)}` })),
    partners: each((n) => ({ authorization: `Bearer sk_of_partner_${n}` })),
  }
}
