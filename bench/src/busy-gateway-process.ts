import { storefront as contracts } from '@switchyard/contracts/storefront'
import { callCosts } from '@switchyard/gateway/call-cost'
import { ConcurrencyLimit } from '@switchyard/gateway/concurrency-limit'
import { createAuthentication } from '@switchyard/gateway/identity/caller'
import { createGuests } from '@switchyard/gateway/identity/guests'
import { inputLimits } from '@switchyard/gateway/input-limits'
import { limitRequests } from '@switchyard/gateway/limit-requests'
import { memoryBuckets } from '@switchyard/gateway/memory-buckets'
import { openDoors } from '@switchyard/gateway/open-doors'
import { createRateLimit } from '@switchyard/gateway/rate-limit'
import { identifyRequest } from '@switchyard/gateway/request-caller'
import { createServer } from '@switchyard/gateway/server'
import type { Services } from '@switchyard/gateway/services'
import { storefront } from '@switchyard/gateway/storefront'
import { doorsOf } from '@switchyard/gateway/testing/limited-doors'
import { noAccounts, nobodySignedIn } from '@switchyard/gateway/testing/no-accounts'
import { noAudit } from '@switchyard/gateway/testing/no-audit'
import { loopIdleMs, threadCpuMs } from '@switchyard/gateway/thread-time'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { hearParent, reportReady } from '@switchyard/runtime/process'

/**
 * A gateway in a process of its own, with its real door, identity and limits; behind it each answer keeps this thread
 * busy for two milliseconds. Tells its CPU time, memory and connections whenever it is asked.
 */
const workUs = 2_000
const enough = 1_000_000_000

/** Half of the work before the answer is waited for, half after, as with a call to a service. */
async function work() {
  burn(workUs / 2)
  await new Promise((resolve) => setImmediate(resolve))
  burn(workUs / 2)
}

/** By the clock: what the kernel counts of a thread's time moves in steps of four milliseconds here. */
function burn(us: number) {
  const endMs = performance.now() + us / 1_000
  while (performance.now() < endMs);
}

const stock = { edition: 1, onHand: 1, reserved: 0, sold: 0, available: 1 }
const services = {
  inventory: () => ({
    stockBySku: {
      query: async ({ sku }: { sku: string }) => {
        await work()
        return { sku, ...stock }
      },
    },
  }),
  orders: () => ({
    cart: {
      query: async () => {
        await work()
        return { lines: [] }
      },
    },
  }),
} as unknown as Services

const limit = new ConcurrencyLimit()
let shut = false
const doors = openDoors({
  ...{ contracts, gateway: 'gateway-1', clock, closing: new AbortController().signal },
  ...{ elapsedMs: () => performance.now(), cpuMs: threadCpuMs, idleMs: loopIdleMs },
  limit: {
    get places() {
      return shut ? 1 : limit.places
    },
    get lagMs() {
      return limit.lagMs
    },
    observe: (lagMs) => limit.observe(lagMs),
  },
})
const parts = doorsOf({ newId: () => 'id', clock })
const { take } = createRateLimit({ shared: memoryBuckets({ clock }), clock, log })
const { app } = await createServer({
  ...parts,
  router: storefront({
    services,
    timelineOf: parts.timelineOf,
    ...{ apiKeys: {} as never, account: noAccounts, audit: noAudit, lab: {} as never },
  }),
  shed: doors.shed,
  refuse: doors.refuse,
  identify: limitRequests({
    identify: identifyRequest({
      authenticate: createAuthentication({
        apiKeys: { partnerOf: () => Promise.reject(new Error('no partner comes here')) },
        sessions: nobodySignedIn,
        guests: createGuests({ secret: 'a secret of the bench', newId: () => 'guest' }),
      }),
      ingressSecret: 'ingress',
      readScope: async () => undefined,
      mayIssueGuest: async () => true,
      clock,
    }),
    take,
    costOf: callCosts(contracts),
    limits: { guest: enough, user: enough, address: enough, badKeys: enough },
  }),
})
await app.listen({ host: '127.0.0.1', port: 0, backlog: inputLimits.backlog })
const address = app.server.address()
hearParent((message) => {
  if (message === 'shut') {
    shut = true
    doors.refuse.door.enter('checkout', () => {})
  }
  const { user, system } = process.cpuUsage()
  const told = { cpuUs: user + system, rssKb: process.memoryUsage.rss() / 1_024 }
  app.server.getConnections((_, connections) => process.send?.({ ...told, connections }))
})
process.once('disconnect', () => process.exit(0))
reportReady({ port: typeof address === 'object' && address ? address.port : 0 })
