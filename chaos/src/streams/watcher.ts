import type { Random } from '@switchyard/art/kit/random'
import { PlacedOrder, type PlaceOrder, TimelineEntry } from '@switchyard/contracts/orders'
import type { Clock } from '@switchyard/runtime/clock'
import { z } from 'zod'
import { addressOf, type Caller, callerFrom } from '../siege/caller.ts'
import type { Message } from './event-parser.ts'
import { followStream, type Listener } from './event-source.ts'

/** What all watchers together have heard. */
export interface Heard {
  /** By order: the `seq` of each entry as it came. */
  readonly seqs: Map<string, number[]>
  /** By order: since when nobody listens any more. */
  readonly left: Map<string, number>
  /** By watcher: the print that it follows and how many of each size it was told last. */
  readonly prints: Map<number, { slug: string; available: Readonly<Record<string, number | null>> }>
  /** Between the moment at which an entry was written and the moment at which it was heard. */
  readonly lateMs: number[]
  /** Between a cut and the next open stream. */
  readonly resumedMs: number[]
  /** The same twice over one connection. */
  newsDoubled: number
  refused: number
  /** Watchers that have had a stream. */
  readonly open: Set<number>
}

export const nothingHeard = (): Heard => ({
  ...{ seqs: new Map(), left: new Map(), prints: new Map(), open: new Set() },
  ...{ lateMs: [], resumedMs: [], newsDoubled: 0, refused: 0 },
})

interface Watching {
  readonly gateway: string
  readonly skus: readonly string[]
  readonly heard: Heard
  readonly random: Random
  readonly clock: Clock
  /** No more orders, no more changes; what is open is followed on. */
  readonly resting: AbortSignal
  readonly signal: AbortSignal
}

const Tiding = z.object({
  order: z.object({ orderId: z.string(), entry: TimelineEntry.nullable() }).nullable(),
  print: z
    .object({ slug: z.string(), variants: z.array(z.object({ sku: z.string(), available: z.int().nullable() })) })
    .nullable(),
})

/** Between a confirmation and the change of mind. */
const thinkMs = { least: 20_000, most: 140_000 }
/** After an order came to its end, for what is said last. */
const lastWordsMs = 10_000
const pauseMs = 1_000

/**
 * Somebody with a browser: a guest at an address of their own who buys a print, follows order and print over one stream, changes their
 * mind after a while, sees the money come back, and begins anew.
 */
export async function watch(n: number, watching: Watching): Promise<void> {
  const { gateway, skus, random, clock, resting, signal } = watching
  const jar = new Map<string, string>()
  const localAddress = addressOf(30, n)
  const caller = callerFrom(localAddress, { url: gateway, jar })
  for (let round = 0; !resting.aborted; round += 1) {
    const sku = random.pick(skus)
    const key = `streams-${n}-${round}-${Math.floor(random.next() * 1e9)}`
    const answer = await change(caller, '/api/v2/orders', { key, body: orderOf(key, sku), watching })
    if (signal.aborted) return
    if (answer.status !== 202) throw new Error(`an order was refused: ${answer.status} ${answer.text.slice(0, 300)}`)
    const { orderId, accessToken } = PlacedOrder.parse(JSON.parse(answer.text))
    const leaving = new AbortController()
    const slug = sku.replace(/-a\d$/, '')
    const input = JSON.stringify({ orders: [{ orderId, accessToken }], prints: [slug] })
    const listener = listenerOf(n, {
      ...{ orderId, watching },
      confirmed: async () => {
        await clock.sleep(thinkMs.least + random.next() * (thinkMs.most - thinkMs.least), signal)
        if (resting.aborted || signal.aborted) return
        await change(caller, `/api/v2/orders/${orderId}/cancel`, { key: `${key}-cancel`, body: {}, watching })
      },
      ended: async () => {
        await clock.sleep(lastWordsMs, signal)
        if (resting.aborted) return
        watching.heard.left.set(orderId, clock.now())
        leaving.abort()
      },
    })
    await followStream(`${gateway}/trpc/v2/live.follow?input=${encodeURIComponent(input)}`, {
      ...{ localAddress, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), listener, clock },
      signal: AbortSignal.any([signal, leaving.signal]),
    })
  }
}

function listenerOf(
  n: number,
  on: { orderId: string; watching: Watching; confirmed: () => Promise<void>; ended: () => Promise<void> },
): Listener {
  const { heard, clock } = on.watching
  const seqs: number[] = []
  heard.seqs.set(on.orderId, seqs)
  let news = ''
  const hear = ({ event, data }: Message) => {
    if (event === 'serialized-error') heard.refused += 1
    if (event !== 'message') return
    const { order, print } = Tiding.parse(JSON.parse(data))
    if (print) {
      const text = JSON.stringify(print)
      if (text === news) heard.newsDoubled += 1
      news = text
      const available = Object.fromEntries(print.variants.map(({ sku, available }) => [sku, available]))
      heard.prints.set(n, { slug: print.slug, available })
    }
    if (!order?.entry) return
    const { seq, at, status } = order.entry
    const before = seqs.includes(seq)
    if (!before) heard.lateMs.push(clock.now() - Date.parse(at))
    seqs.push(seq)
    if (before) return
    if (status === 'confirmed') void on.confirmed()
    if (status === 'cancelled' || status === 'rejected') void on.ended()
  }
  return {
    hear,
    opened: (afterMs) => {
      news = ''
      heard.open.add(n)
      if (afterMs !== undefined) heard.resumedMs.push(afterMs)
    },
    refused: () => {
      heard.refused += 1
    },
  }
}

/** Asks for a change under one key until it is told what became of it. */
async function change(
  caller: Caller,
  path: string,
  { key, body, watching: { clock, signal } }: { key: string; body: object; watching: Watching },
): ReturnType<Caller['ask']> {
  const headers = { 'idempotency-key': key }
  for (;;) {
    const answer = await caller.ask(path, { method: 'POST', headers, body })
    const mayPass = answer.status === 0 || answer.status === 429 || answer.status >= 500
    if (!mayPass || signal.aborted) return answer
    await clock.sleep(pauseMs, signal)
  }
}

const orderOf = (key: string, sku: string): PlaceOrder => ({
  lines: [{ sku, quantity: 1 }],
  contact: { name: 'Event Stream', email: `${key}@streams.test` },
  address: { line1: 'Langstrasse 12', city: 'Zürich', postalCode: '8004', country: 'CH' },
  payment: { token: 'tok_ok' },
})
