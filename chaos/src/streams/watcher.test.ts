import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomFrom } from '@switchyard/art/kit/random'
import { systemClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { compareTold } from './told-orders.ts'
import { nothingHeard, watch } from './watcher.ts'

const price = { amount: 12_000, currency: 'EUR' as const }
const statuses = ['pending', 'reserved', 'paid', 'confirmed', 'cancelled', 'cancelled']
/** A thousand times as quick as people are. */
const clock = { ...systemClock, sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(ms / 1_000, signal) }

/** A gateway that cuts each stream after two entries; `from` says with which it begins for who has seen so many. */
async function cuttingGateway(from: (seen: number) => number) {
  const orders = new Map<string, { cancelled: boolean }>()
  const tell = (response: ServerResponse, { orderId, seen }: { orderId: string; seen: number }) => {
    const message = (id: number, data: object) => response.write(`data: ${JSON.stringify(data)}\nid: ${id}\n\n`)
    response
      .writeHead(200, { 'content-type': 'text/event-stream' })
      .write('retry: 20\n\nevent: connected\ndata: {}\n\n')
    message(seen, { order: null, print: { slug: 'moon', variants: [{ sku: 'moon-a3', available: 8 }] } })
    const length = orders.get(orderId)?.cancelled ? 6 : 4
    for (let seq = from(seen); seq <= Math.min(length, from(seen) + 1); seq += 1) {
      const entry = { seq, at: new Date().toISOString(), status: statuses[seq - 1], note: null }
      message(seq, { order: { orderId, entry }, print: null })
    }
    response.end()
  }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://gateway')
    if (pathname === '/trpc/v2/live.follow') {
      const { orders: followed } = JSON.parse(searchParams.get('input') ?? '{}')
      return tell(response, { orderId: followed[0].orderId, seen: Number(request.headers['last-event-id'] ?? 0) })
    }
    const cancelled = orders.get(pathname.split('/')[4] ?? '')
    if (cancelled) cancelled.cancelled = true
    const orderId = randomUUID()
    if (!cancelled) orders.set(orderId, { cancelled: false })
    const placed = { orderId, number: 'HT-1', status: 'pending', total: price, accessToken: 'token' }
    response.writeHead(202, { 'content-type': 'application/json', 'set-cookie': 'guest=g' }).end(JSON.stringify(placed))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    orders,
    [Symbol.asyncDispose]: async () => void server.close(),
  }
}

async function watchAt(from: (seen: number) => number) {
  await using gateway = await cuttingGateway(from)
  const heard = nothingHeard()
  const resting = new AbortController()
  const watching = {
    gateway: gateway.url,
    skus: ['moon-a3'],
    heard,
    random: randomFrom('1'),
    clock,
    resting: resting.signal,
  }
  const leaving = new AbortController()
  const watched = watch(1, { ...watching, signal: leaving.signal })
  await expect.poll(() => heard.left.size, { timeout: 10_000 }).toBeGreaterThan(1)
  resting.abort()
  leaving.abort()
  await watched
  const [whole] = [...heard.left.keys()]
  const seqs = new Map([[whole ?? '', heard.seqs.get(whole ?? '') ?? []]])
  return { heard, compared: compareTold(seqs, new Map([[whole ?? '', 6]])) }
}

test('who watches buys, changes their mind and begins anew, and hears each entry once however often the stream is cut', async () => {
  const { heard, compared } = await watchAt((seen) => seen + 1)
  expect(compared).toEqual({ told: 6, missed: 0, doubled: 0 })
  expect(heard.resumedMs.length).toBeGreaterThan(1)
  expect([heard.newsDoubled, heard.refused, heard.prints.get(1)]).toEqual([
    ...[0, 0],
    { slug: 'moon', available: { 'moon-a3': 8 } },
  ])
})

test.each([
  ['tells the last entry again', (seen: number) => Math.max(1, seen), 'doubled'],
  ['leaves one out', (seen: number) => (seen === 2 ? 4 : seen + 1), 'missed'],
] as const)('a gateway that %s after a cut is noticed', async (_, from, what) => {
  const { compared } = await watchAt(from)
  expect(compared[what]).toBeGreaterThan(0)
})
