/**
 * The gateway's doors for tests of GraphQL: the real router over doubles of the services, which count how often they are
 * called.
 *
 *     await using doors = await openGraphqlDoors()
 *     const { data } = await doors.ask('{ stock(sku: "moon-no-1-a3") { available } }')
 */
import type { Print, PrintCard, Stock } from '@switchyard/contracts/inventory'
import type { Order } from '@switchyard/contracts/orders'
import { Failure } from '@switchyard/rpc/failure'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { shopLinks } from '../graphql/links.ts'
import type { TimelineOf } from '../rest-events.ts'
import { createServer } from '../server.ts'
import { noteCalls } from '../service-calls.ts'
import type { Services } from '../services.ts'
import { storefront } from '../storefront.ts'
import { noAccounts } from './no-accounts.ts'
import { noAudit } from './no-audit.ts'

export const orderId = '0193f000-0000-7000-8000-00000000000a'

const at = '2026-11-23T10:00:00.000Z'
const price = { amount: 12_000, currency: 'EUR' as const }
const slugs = Array.from({ length: 60 }, (_, index) => `moon-no-${index + 1}`)

const cardOf = (slug: string): PrintCard => ({
  ...{ slug, title: slug, artist: 'Halftone', collection: 'moons', palette: 'nocturne', price },
  ...{ sizes: ['a3'], edition: 50, available: 9 },
})
const printOf = (slug: string): Print => ({
  ...{ slug, title: slug, artist: 'Halftone', description: 'Round.', collection: 'moons', palette: 'nocturne' },
  ...{ year: 2026, releasedAt: at, related: [], variants: [{ sku: `${slug}-a3`, size: 'a3', price, edition: 50 }] },
})
const stockOf = (sku: string): Stock => ({ sku, edition: 50, onHand: 10, reserved: 1, sold: 40, available: 9 })
const order: Order = {
  ...{ orderId, number: 'HT-1', status: 'pending', reason: null, placedAt: at, total: price, cancellable: true },
  ...{ returnable: false, timeline: [], contact: { name: 'Ada', email: 'ada@example.test' } },
  address: { line1: 'Long Lane 1', city: 'Graz', postalCode: '8010', country: 'EU' },
  lines: ['moon-no-1', 'moon-no-2', 'moon-no-1'].map((slug) => ({
    ...{ sku: `${slug}-a3`, slug, title: slug, size: 'a3' as const, quantity: 1, unitPrice: price, total: price },
    ...{ edition: 50, numbers: [] },
  })),
}

/** What a request of GraphQL answered. */
export interface GraphqlReply {
  status: number
  headers: Headers
  data: Record<string, never> | null | undefined
  errors: { message: string; path?: string[]; extensions: Record<string, unknown> }[] | undefined
}

/** Opens them; `identify` decides who asks, a guest if it is left out. */
export async function openGraphqlDoors({
  introspection = true,
  identify = async (request) => {
    request.principal = { kind: 'guest', id: 'g' }
  },
}: {
  introspection?: boolean
  identify?: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
} = {}) {
  const calls: string[] = []
  const placed: (string | undefined)[] = []
  const away = { inventory: false }
  const draining = new AbortController()
  const told = new AbortController()
  const counted = <Input, Answer>(name: string, answer: (input: Input) => Answer | Promise<Answer>) => ({
    query: async (input: Input) => {
      calls.push(name)
      if (away.inventory && name !== 'byId') throw new Failure('unavailable')
      return await answer(input)
    },
  })
  const inventory = () => ({
    listPrints: counted('listPrints', ({ limit, cursor = '0' }: { limit: number; cursor?: string }) => ({
      items: slugs.slice(Number(cursor), Number(cursor) + limit).map(cardOf),
      facets: { collection: [], palette: [], size: [] },
      total: slugs.length,
      nextCursor: Number(cursor) + limit < slugs.length ? String(Number(cursor) + limit) : null,
    })),
    printBySlug: counted('printBySlug', ({ slug }: { slug: string }) => {
      if (!slugs.includes(slug)) throw new Failure('not_found', { detail: `There is no print "${slug}".` })
      return printOf(slug)
    }),
    stockOfPrint: counted('stockOfPrint', ({ slug }: { slug: string }) => [stockOf(`${slug}-a3`)]),
    stockBySku: counted('stockBySku', ({ sku }: { sku: string }) => stockOf(sku)),
    printsBySlugs: counted('printsBySlugs', ({ slugs: wanted }: { slugs: string[] }) => wanted.map(printOf)),
    stockOfPrints: counted('stockOfPrints', ({ slugs: wanted }: { slugs: string[] }) =>
      wanted.map((slug) => ({ slug, stock: [stockOf(`${slug}-a3`)] })),
    ),
  })
  const orders = ({ envelope }: { envelope: { idempotencyKey?: string } }) => ({
    byId: counted('byId', () => order),
    salesOf: counted('salesOf', () => ({ soldLast30Days: 3 })),
    place: {
      mutate: async () => {
        placed.push(envelope.idempotencyKey)
        return { orderId, number: 'HT-1', status: 'pending', total: price, accessToken: 'token' }
      },
    },
  })
  const services = noteCalls({ inventory, orders } as unknown as Services, () => performance.now())
  const timelineOf: TimelineOf = async (ask) => {
    if (ask.orderId !== orderId) throw new Failure('not_found')
    return history(ask.afterSeq)
  }
  async function* history(afterSeq: number) {
    const entries = [
      { seq: 1, at, status: 'pending' as const, note: null },
      { seq: 2, at, status: 'confirmed' as const, note: 'Yours.' },
    ]
    for (const entry of entries) if (entry.seq > afterSeq) yield entry
    await new Promise<void>((resolve) => {
      const signal = AbortSignal.any([draining.signal, told.signal])
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }
  const { app } = await createServer({
    router: storefront({
      ...{ services, timelineOf, account: noAccounts, audit: noAudit },
      ...{ apiKeys: {} as never, lab: {} as never },
    }),
    ...{ identify, timelineOf, introspection, links: shopLinks(services), draining: draining.signal },
    onPaymentNotice: async () => {},
    readiness: async () => ({ status: 'ready', checks: {} }),
    newId: () => 'request-1',
    ...{ clock, log },
  })
  const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`
  const send = async (body: object, headers: Record<string, string> = {}): Promise<GraphqlReply> => {
    const reply = await fetch(url, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    })
    const { data, errors } = (await reply.json()) as Pick<GraphqlReply, 'data' | 'errors'>
    return { status: reply.status, headers: reply.headers, data, errors }
  }
  return {
    ...{ app, url, calls, placed, away, draining, send },
    /** Lets every followed order come to its end. */
    end: () => told.abort(),
    ask: (query: string, variables: object = {}) => send({ query, variables }),
    [Symbol.asyncDispose]: () => app.close(),
  }
}
