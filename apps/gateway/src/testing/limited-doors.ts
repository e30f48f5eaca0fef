import { storefront as contracts } from '@switchyard/contracts/storefront'
import { Failure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'
import { type Log, silentLog } from '@switchyard/runtime/log'
import { callCosts } from '../call-cost.ts'
import { crossOrigin } from '../cors.ts'
import type { Buckets } from '../gcra.ts'
import { createApiKeys, type FindKey, hashOfKey } from '../identity/api-keys.ts'
import { createAuthentication } from '../identity/caller.ts'
import { createGuests } from '../identity/guests.ts'
import { limitNewGuests, limitRequests, refuseFloods } from '../limit-requests.ts'
import { createRateLimit } from '../rate-limit.ts'
import { identifyRequest } from '../request-caller.ts'
import { createServer } from '../server.ts'
import type { Services } from '../services.ts'
import { storefront } from '../storefront.ts'
import { noAccounts, nobodySignedIn } from './no-accounts.ts'
import { noAudit } from './no-audit.ts'

const stock = { edition: 1, onHand: 1, reserved: 0, sold: 0, available: 1 }
export const ingressSecret = 'ingress'
/** The only key that this gateway knows; 3,000 a minute. */
export const knownKey = 'sk_known'

/** A gateway's doors with real identity and real limits, whose stock room always answers and whose order is gone. */
export async function limitedDoors({
  shared,
  newId,
  clock,
  address = 1_200,
  findKey = async (hash) => (hash === hashOfKey(knownKey) ? { id: 'p', scopes: [], quotaPerMinute: 3_000 } : null),
  origins = [],
  sessions = nobodySignedIn,
  log = silentLog,
}: {
  shared: Buckets
  newId: () => string
  clock: Clock
  /** What an address may ask in a minute. */
  address?: number
  /** Which keys there are; by default one. */
  findKey?: FindKey
  /** Whose pages may call. */
  origins?: readonly string[]
  /** Who is signed in. */
  sessions?: typeof nobodySignedIn
  log?: Log
}) {
  const limit = createRateLimit({ shared, clock, log })
  const limits = { ...limit, costOf: callCosts(contracts), limits: { guest: 300, user: 600, address, badKeys: 60 } }
  const apiKeys = createApiKeys(findKey, { elapsedMs: () => clock.now() })
  const cors = crossOrigin(origins)
  const { app } = await createServer({
    ...doorsOf({ newId, clock }),
    ...{ log, placeOf: (address: string) => `place of ${address}` },
    identify: limitRequests({
      identify: identifyRequest({
        authenticate: createAuthentication({
          apiKeys,
          sessions,
          guests: createGuests({ secret: 's', newId }),
        }),
        ingressSecret,
        readScope: async () => undefined,
        mayIssueGuest: limitNewGuests({ ...limit, perMinute: 30 }),
        fromPartnersPage: cors.isListed,
        refuseFlood: refuseFloods({ ...limits, wasBelieved: apiKeys.wasBelieved }),
        clock,
      }),
      ...limits,
    }),
    cors: cors.hook,
  })
  return app
}

/** All of a gateway but its question who is calling: its stock room always answers, and its orders are not there. */
export function doorsOf({ newId, clock }: { newId: () => string; clock: Clock }) {
  const services = {
    inventory: () => ({ stockBySku: { query: async ({ sku }: { sku: string }) => ({ sku, ...stock }) } }),
    orders: () => ({ setCart: { mutate: () => Promise.reject(new Failure('overloaded')) } }),
  } as unknown as Services
  const timelineOf = () => Promise.reject(new Failure('not_found'))
  const rest = { apiKeys: {} as never, account: noAccounts, audit: noAudit, lab: {} as never }
  return {
    router: storefront({ services, timelineOf, ...rest }),
    timelineOf,
    onPaymentNotice: async () => {},
    readiness: async () => ({ status: 'ready' as const, checks: {} }),
    draining: new AbortController().signal,
    ...{ newId, clock, log: silentLog },
  }
}
