/**
 * Two real gateways behind the real ingress, in this process, that can be rolled; the services behind them are books of orders to
 * which anybody may write. A third of the hints that something was written is lost.
 *
 *     await using shop = await openRollingGateways({ clock, random })
 *     const orderId = shop.open()
 *     shop.write(orderId)
 *     await shop.roll()
 */
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Random } from '@switchyard/art/kit/random'
import type { TimelineEntry } from '@switchyard/contracts/orders'
import { drain } from '@switchyard/gateway/drain'
import { leaveInTurns } from '@switchyard/gateway/leave-in-turns'
import { listenSurely } from '@switchyard/gateway/listen-surely'
import { openTimeline } from '@switchyard/gateway/order-timeline'
import { printNews } from '@switchyard/gateway/print-news'
import type { TimelineOf } from '@switchyard/gateway/rest-events'
import { createServer } from '@switchyard/gateway/server'
import type { Services } from '@switchyard/gateway/services'
import { storefront } from '@switchyard/gateway/storefront'
import { noAccounts } from '@switchyard/gateway/testing/no-accounts'
import { noAudit } from '@switchyard/gateway/testing/no-audit'
import { createEdge } from '@switchyard/host/edge'
import { portFinder } from '@switchyard/host/free-port'
import { realTimers } from '@switchyard/host/timers'
import { systemScope } from '@switchyard/rpc/connect'
import type { Clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'

export async function openRollingGateways({ clock, random }: { clock: Clock; random: Random }) {
  const books = openBooks(random)
  const edge = createEdge({
    ...{
      secret: 's',
      lab: false,
      bindHost: '127.0.0.1',
      upstreamHost: '127.0.0.1',
      tunnels: false,
      timers: realTimers,
    },
  })
  const findPort = portFinder(() => random.next())
  const ports = { web: await findPort(), gateway: await findPort() }
  await edge.listen(ports)
  let gateways = [await startGateway(books, clock), await startGateway(books, clock)]
  const tellEdge = () =>
    edge.update({ web: [], gateway: gateways.map(({ port }) => ({ id: `gateway at ${port}`, port })) })
  tellEdge()
  return {
    ...books,
    url: `http://127.0.0.1:${ports.gateway}`,
    /** Drains and replaces each gateway, one after the other, as the host does. */
    async roll(): Promise<void> {
      for (const old of gateways) {
        gateways = gateways.filter((one) => one !== old)
        tellEdge()
        await old.stop()
        gateways = [...gateways, await startGateway(books, clock)]
        tellEdge()
      }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(gateways.map((gateway) => gateway.stop()))
      await edge.close(0)
    },
  }
}

type Books = ReturnType<typeof openBooks>

function openBooks(random: Random) {
  const timelines = new Map<string, TimelineEntry[]>()
  const wakes = new Map<string, Set<() => void>>()
  return {
    timelines,
    open(): string {
      const orderId = randomUUID()
      timelines.set(orderId, [])
      return orderId
    },
    write(orderId: string): void {
      const entries = timelines.get(orderId) ?? []
      entries.push({ seq: entries.length + 1, at: new Date().toISOString(), status: 'confirmed', note: null })
      if (random.next() < 1 / 3) return
      for (const wake of wakes.get(orderId) ?? []) wake()
    },
    listen(orderId: string, wake: () => void): () => void {
      const all = wakes.get(orderId) ?? new Set()
      wakes.set(orderId, all.add(wake))
      return () => all.delete(wake)
    },
  }
}

interface Slugs {
  slugs: readonly string[]
}

async function startGateway({ timelines, listen: hints }: Books, clock: Clock) {
  const stock = { edition: 9, onHand: 9, reserved: 0, sold: 0, available: 9 }
  const price = { amount: 12_000, currency: 'EUR' as const }
  const variants = [{ sku: 'moon-a3', size: 'a3' as const, price, edition: 9 }]
  const services = {
    orders: () => ({
      timelineSince: {
        query: async ({ orderId, seq }: { orderId: string; seq: number }) => ({
          ...{ entries: timelines.get(orderId)?.slice(seq) ?? [], final: false },
        }),
      },
    }),
    inventory: () => ({
      printsBySlugs: { query: async ({ slugs }: Slugs) => slugs.map((slug) => ({ slug, variants })) },
      stockOfPrints: {
        query: async ({ slugs }: Slugs) => slugs.map((slug) => ({ slug, stock: [{ sku: 'moon-a3', ...stock }] })),
      },
    }),
  } as unknown as Services
  const draining = new AbortController()
  const marksOf = async (orderIds: string[]) =>
    orderIds.map((orderId) => ({ orderId, mark: String(timelines.get(orderId)?.length) }))
  const listen = listenSurely({ listen: hints, marksOf, clock })
  const timelineOf: TimelineOf = (ask, ctx) => openTimeline(ask, { ...{ ctx, services, listen, clock } })
  const { app } = await createServer({
    router: storefront({
      ...{ services, timelineOf, account: noAccounts, audit: noAudit, apiKeys: {} as never, lab: {} as never },
      newsOf: printNews({
        services,
        hear: () => () => {},
        ownScope: () => systemScope({ clock, deadlineMs: 2_000 }),
        clock,
        log,
      }),
    }),
    identify: async (request) => {
      request.principal = { kind: 'guest', id: 'g' }
    },
    ...{ timelineOf, draining: draining.signal, newId: randomUUID, clock, log },
    leave: leaveInTurns({ draining: draining.signal, clock }),
    onPaymentNotice: async () => {},
    readiness: async () => ({ status: 'ready', checks: {} }),
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    port: (app.server.address() as AddressInfo).port,
    async stop(): Promise<void> {
      draining.abort()
      await drain({ app, clock, log })
    },
  }
}
