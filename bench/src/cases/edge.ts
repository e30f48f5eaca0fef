import { storefront as contracts } from '@switchyard/contracts/storefront'
import { callCosts } from '@switchyard/gateway/call-cost'
import { createApiKeys } from '@switchyard/gateway/identity/api-keys'
import { createAuthentication } from '@switchyard/gateway/identity/caller'
import { createGuests } from '@switchyard/gateway/identity/guests'
import { limitRequests } from '@switchyard/gateway/limit-requests'
import { createRateLimit } from '@switchyard/gateway/rate-limit'
import { redisBuckets } from '@switchyard/gateway/redis-buckets'
import { identifyRequest } from '@switchyard/gateway/request-caller'
import { createServer } from '@switchyard/gateway/server'
import { doorsOf, knownKey } from '@switchyard/gateway/testing/limited-doors'
import { nobodySignedIn } from '@switchyard/gateway/testing/no-accounts'
import { commandClient, firstConnection } from '@switchyard/rpc/redis-clients'
import { silentLog as log } from '@switchyard/runtime/log'
import type { Bench, Case } from '../case.ts'
import { addedBy, figureOf, of } from '../figure.ts'
import { interleave } from '../interleave.ts'
import { measureTogether } from '../measure.ts'

const turns = 40
/** As many at once as a gateway has under way when its CPU matters. */
const width = 16
const enough = 1_000_000_000
const ingress = { 'x-ingress-secret': 'ingress', 'x-forwarded-for': '192.0.2.7' }

/** One request at the gateway's door, to a stock room that answers at once: from nobody in particular, and from a caller who is known and counted in Redis. */
export const edge: Case = {
  name: 'edge',
  async run(bench) {
    const redis = commandClient({ url: await bench.redisUrl(), log })
    await firstConnection(redis)
    const guests = createGuests({ secret: 'a secret of the bench', newId: () => 'guest' })
    const { bare, guarded } = await openDoors({ redis, guests }, bench)
    const ask = (app: typeof bare, headers: Record<string, string>) => async () => {
      const request = async () => {
        const { statusCode } = await app.inject({ url: '/api/v2/stock/a-a3', headers: { ...ingress, ...headers } })
        if (statusCode !== 200) throw new Error(`the door answered ${statusCode}`)
      }
      const { each = Number.NaN } = await measureTogether(Math.ceil(turns * bench.share), () =>
        Promise.all(Array.from({ length: width }, request)),
      )
      return { cpu: each / width }
    }
    const cookie = { cookie: `switchyard_guest=${guests.issue().cookie}` }
    const samples = await interleave(
      {
        open: ask(bare, cookie),
        guest: ask(guarded, cookie),
        partner: ask(guarded, { authorization: `Bearer ${knownKey}` }),
      },
      bench.rounds * 3,
    )
    await Promise.all([bare.close(), guarded.close()])
    redis.disconnect()
    return [
      figureOf('a request that nobody asks about, CPU', of(samples.open, 'cpu')),
      figureOf('knowing and counting a guest adds, CPU', addedBy(samples.guest, samples.open, 'cpu'), 80),
      figureOf('knowing and counting a partner adds, CPU', addedBy(samples.partner, samples.open, 'cpu'), 80),
    ]
  },
}

/** The same gateway twice: with and without its questions. */
async function openDoors(
  { redis, guests }: { redis: ReturnType<typeof commandClient>; guests: ReturnType<typeof createGuests> },
  { clock }: Bench,
) {
  const { take } = createRateLimit({ shared: redisBuckets({ redis, prefix: 'bench' }), clock, log })
  const parts = doorsOf({ newId: () => 'id', clock })
  const identify = identifyRequest({
    authenticate: createAuthentication({
      apiKeys: createApiKeys(async () => ({ id: 'p', scopes: [], quotaPerMinute: enough }), {
        elapsedMs: () => performance.now(),
      }),
      sessions: nobodySignedIn,
      guests,
    }),
    ingressSecret: ingress['x-ingress-secret'],
    readScope: async () => undefined,
    mayIssueGuest: async () => true,
    clock,
  })
  const limits = { guest: enough, user: enough, address: enough }
  const bare = await createServer({
    ...parts,
    identify: async (request) => {
      request.principal = { kind: 'guest', id: 'g' }
    },
  })
  const guarded = await createServer({
    ...parts,
    identify: limitRequests({ identify, take, limits, costOf: callCosts(contracts) }),
  })
  return { bare: bare.app, guarded: guarded.app }
}
