import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import * as first from '@switchyard/trpc-client-11-0/client'
import * as middle from '@switchyard/trpc-client-11-10/client'
import * as newest from '@trpc/client'
import { expect, test } from 'vitest'
import type { TimelineOf } from './rest-events.ts'
import { createServer } from './server.ts'
import type { Services } from './services.ts'
import { storefront } from './storefront.ts'
import { OneEventSource as EventSource } from './testing/event-source.ts'
import { noAccounts } from './testing/no-accounts.ts'
import { noAudit } from './testing/no-audit.ts'

interface Client {
  query(path: string, input?: unknown): Promise<unknown>
  mutation(path: string, input?: unknown): Promise<unknown>
}
interface Listener {
  onData(value: unknown): void
  onComplete(): void
  onError(error: unknown): void
}
interface Follower {
  subscription(path: string, input: unknown, listener: Listener): { unsubscribe(): void }
}
type Open = (options: { url: string; headers: () => Record<string, string> }) => Client

/** Three releases of tRPC 11, with every link that asks over HTTP. */
const clients: [release: string, link: string, open: Open][] = [
  ['11.0.0', 'httpLink', (to) => first.createTRPCUntypedClient({ links: [first.httpLink(to)] })],
  ['11.0.0', 'httpBatchLink', (to) => first.createTRPCUntypedClient({ links: [first.httpBatchLink(to)] })],
  ['11.0.0', 'httpBatchStreamLink', (to) => first.createTRPCUntypedClient({ links: [first.httpBatchStreamLink(to)] })],
  ['11.10.0', 'httpLink', (to) => middle.createTRPCUntypedClient({ links: [middle.httpLink(to)] })],
  ['11.10.0', 'httpBatchLink', (to) => middle.createTRPCUntypedClient({ links: [middle.httpBatchLink(to)] })],
  [
    ...(['11.10.0', 'httpBatchStreamLink'] as const),
    (to) => middle.createTRPCUntypedClient({ links: [middle.httpBatchStreamLink(to)] }),
  ],
  ['of today', 'httpLink', (to) => newest.createTRPCUntypedClient({ links: [newest.httpLink(to)] })],
  ['of today', 'httpBatchLink', (to) => newest.createTRPCUntypedClient({ links: [newest.httpBatchLink(to)] })],
  [
    ...(['of today', 'httpBatchStreamLink'] as const),
    (to) => newest.createTRPCUntypedClient({ links: [newest.httpBatchStreamLink(to)] }),
  ],
]

/** The same releases with the link that follows. */
const followers: [release: string, follow: (url: string) => Follower][] = [
  ['11.0.0', (url) => first.createTRPCUntypedClient({ links: [first.httpSubscriptionLink({ url, EventSource })] })],
  ['11.10.0', (url) => middle.createTRPCUntypedClient({ links: [middle.httpSubscriptionLink({ url, EventSource })] })],
  ['of today', (url) => newest.createTRPCUntypedClient({ links: [newest.httpSubscriptionLink({ url, EventSource })] })],
]

const orderId = '0193f000-0000-7000-8000-00000000000a'
const cancelled = { orderId, number: 'HT-1', status: 'cancelled', placedAt: '2026-11-23T10:00:00.000Z' }
const entries = [
  { seq: 1, at: '2026-11-23T10:00:00.000Z', status: 'pending' as const, note: null },
  { seq: 2, at: '2026-11-23T10:00:01.000Z', status: 'cancelled' as const, note: null },
]
const stockOf = (sku: string) => ({ sku, edition: 10, onHand: 9, reserved: 2, sold: 1, available: 7 })
const ours = ['a-a3', 'b-a3']

/** A gateway with a stock room that knows two prints, and an order that can be cancelled; it notes requests and keys. */
async function openShop() {
  const seen = { requests: 0, keys: [] as (string | undefined)[] }
  const stockBySku = {
    query: async ({ sku }: { sku: string }) => {
      if (!ours.includes(sku)) throw new Failure('not_found')
      return stockOf(sku)
    },
  }
  const orders = ({ envelope }: CallContext) => ({
    cancel: {
      mutate: async () => {
        seen.keys.push(envelope.idempotencyKey)
        return cancelled
      },
    },
  })
  const services = { inventory: () => ({ stockBySku }), orders } as unknown as Services
  const timelineOf: TimelineOf = async ({ afterSeq, ...ask }) => {
    if (ask.orderId !== orderId) throw new Failure('not_found')
    return (async function* () {
      yield* entries.filter(({ seq }) => seq > afterSeq)
    })()
  }
  const { app } = await createServer({
    router: storefront({
      ...{ services, timelineOf, account: noAccounts, audit: noAudit },
      apiKeys: {} as never,
      lab: {} as never,
    }),
    identify: async (request) => {
      seen.requests += 1
      request.principal = { kind: 'guest', id: 'g' }
    },
    timelineOf,
    onPaymentNotice: async () => {},
    readiness: async () => ({ status: 'ready', checks: {} }),
    draining: new AbortController().signal,
    ...{ newId: () => 'request-1', clock, log },
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { url, seen, [Symbol.asyncDispose]: () => app.close() }
}

const failureOf = (answer: Promise<unknown>) =>
  answer.then(
    () => 'went well',
    (error: unknown) => error,
  )

test.each(clients)('@trpc/client %s works as it is, with %s and both versions', async (_, link, open) => {
  await using shop = await openShop()
  for (const version of ['v1', 'v2']) {
    const url = `${shop.url}/trpc/${version}`
    const client = open({ url, headers: () => ({}) })
    const before = shop.seen.requests
    const together = await Promise.all(ours.map((sku) => client.query('stock.bySku', { sku })))
    expect(together).toEqual(ours.map(stockOf))
    expect(shop.seen.requests - before).toBe(link === 'httpLink' ? 2 : 1)

    const withKey = open({ url, headers: () => ({ 'idempotency-key': `of-${version}` }) })
    expect(await withKey.mutation('orders.cancel', { orderId })).toMatchObject({ orderId, status: 'cancelled' })
    expect(shop.seen.keys.at(-1)).toBe(`of-${version}`)

    const [found, missing, wrong] = await Promise.all([
      client.query('stock.bySku', { sku: 'a-a3' }),
      failureOf(client.query('stock.bySku', { sku: 'c-a3' })),
      failureOf(client.query('stock.bySku', { sku: 7 })),
    ])
    expect(found).toEqual(stockOf('a-a3'))
    expect(missing).toMatchObject({ name: 'TRPCClientError', data: { code: 'not_found', httpStatus: 404 } })
    expect(wrong).toMatchObject({ name: 'TRPCClientError', data: { code: 'invalid_input' } })
    const keyless = await failureOf(client.mutation('orders.cancel', { orderId }))
    expect(keyless).toMatchObject({ name: 'TRPCClientError', data: { code: 'idempotency_key_missing' } })
  }
  expect(shop.seen.keys).toEqual(['of-v1', 'of-v2'])
})

/** What a client hears of an order, until it has ended or was refused. */
const heard = (client: Follower, input: object) =>
  new Promise<unknown[]>((resolve) => {
    const told: unknown[] = []
    const following = client.subscription('orders.timeline', input, {
      onData: (value) => told.push(value),
      onComplete: () => resolve(told),
      onError: (error) => {
        following.unsubscribe()
        resolve([...told, error])
      },
    })
  })

test.each(followers)(
  '@trpc/client %s follows an order as it is, from where it left off, to its end',
  async (_, follow) => {
    await using shop = await openShop()
    for (const version of ['v1', 'v2']) {
      const client = follow(`${shop.url}/trpc/${version}`)
      const whole = entries.map((data) => ({ id: String(data.seq), data }))
      expect(await heard(client, { orderId })).toEqual(whole)
      expect(await heard(client, { orderId, lastEventId: '1' })).toEqual(whole.slice(1))
      const [refused] = await heard(client, { orderId: orderId.replace('a', 'b') })
      expect(refused).toMatchObject({ name: 'TRPCClientError' })
    }
  },
)
