import { connect } from 'node:net'
import { text as readAll } from 'node:stream/consumers'
import type { TimelineEntry } from '@switchyard/contracts/orders'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { type Clock, systemClock as clock, TestClock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { expect, test } from 'vitest'
import { drain } from './drain.ts'
import { leaveInTurns } from './leave-in-turns.ts'
import type { TimelineOf } from './rest-events.ts'
import { createServer } from './server.ts'
import type { Services } from './services.ts'
import { storefront } from './storefront.ts'
import { noAccounts } from './testing/no-accounts.ts'
import { noAudit } from './testing/no-audit.ts'

const orderId = '0193f000-0000-7000-8000-00000000000a'

/** The gateway's doors, with one endless order, orders that is overloaded, and a stock room that answers when the test says so. */
async function doors({
  stock = Promise.resolve({}),
  arriveMsMax,
  leaving,
}: {
  stock?: Promise<object>
  arriveMsMax?: number
  /** The clock by which streams end in turns; without it all end at once. */
  leaving?: Clock
} = {}) {
  const draining = new AbortController()
  const streams = { open: 0 }
  const asked = { stock: 0 }
  // As the real client does, it stops waiting when its caller's signal aborts.
  const inventory = ({ signal }: CallContext) => {
    const query = () => {
      asked.stock += 1
      const left = new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(new Failure('unavailable'))),
      )
      return Promise.race([stock, left])
    }
    return { stockBySku: { query } }
  }
  const byId = { query: () => Promise.reject(new Failure('overloaded')) }
  const services = { inventory, orders: () => ({ byId }) } as unknown as Services
  const timelineOf: TimelineOf = async (_, { signal }) => endless(signal, streams)
  const { app } = await createServer({
    router: storefront({
      services,
      timelineOf,
      apiKeys: {} as never,
      account: noAccounts,
      audit: noAudit,
      lab: {} as never,
    }),
    identify: async (request) => {
      request.principal = { kind: 'guest', id: 'g' }
    },
    timelineOf,
    onPaymentNotice: async () => {},
    readiness: async () => ({ status: 'ready', checks: {} }),
    draining: draining.signal,
    ...(arriveMsMax ? { arriveMsMax } : {}),
    ...(leaving ? { leave: leaveInTurns({ draining: draining.signal, clock: leaving }) } : {}),
    newId: () => 'request-1',
    clock,
    log,
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, url, draining, streams, asked, [Symbol.asyncDispose]: () => app.close() }
}

async function* endless(signal: CallContext['signal'], streams: { open: number }) {
  streams.open += 1
  try {
    yield { seq: 1, at: '2026-11-23T10:00:00.000Z', status: 'pending', note: null } satisfies TimelineEntry
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  } finally {
    streams.open -= 1
  }
}

const trpcStock = '/trpc/v2/stock.bySku?input=%7B%22sku%22%3A%22a-a3%22%7D'
const asked = encodeURIComponent(JSON.stringify({ orderId }))
const trpcTimeline = `/trpc/v2/orders.timeline?input=${asked}`
const library = /FST_|url component|param length|Unexpected|SyntaxError| {4}at /

test.each([
  ['an address that is not well formed', '/api/v2/products/%zz', 'invalid_input'],
  ['an address that is not well formed, over tRPC', '/trpc/v2/%zz', 'invalid_input'],
  ['a name of thousands of characters', `/trpc/v2/${','.repeat(2_001)}?batch=1`, 'invalid_input'],
  ['an address that is not there', '/api/v2/nothing', 'not_found'],
])('%s is refused in our words', async (_, path, code) => {
  await using gateway = await doors()
  const reply = await fetch(gateway.url + path)
  const text = await reply.text()
  expect(JSON.parse(text)).toMatchObject({ code, requestId: 'request-1' })
  expect(reply.headers.get('x-request-id')).toBe('request-1')
  expect(text).not.toMatch(library)
})

test('a body that is no JSON has the same code over both protocols', async () => {
  await using gateway = await doors()
  const post = (path: string) =>
    fetch(gateway.url + path, {
      method: 'POST',
      body: '{"lines":',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
    })
  expect(await (await post('/api/v2/orders')).json()).toMatchObject({ code: 'malformed_json' })
  const overTrpc = await post('/trpc/v2/cart.set')
  expect([overTrpc.status, await overTrpc.json()]).toMatchObject([400, { error: { data: { code: 'malformed_json' } } }])
})

test.each(['/api/v2/orders', '/trpc/v2/cart.set'])('%s takes no form', async (path) => {
  await using gateway = await doors()
  const form = new FormData()
  form.append('lines', '[]')
  for (const body of [form, new URLSearchParams({ lines: '[]' }), 'lines']) {
    const reply = await fetch(gateway.url + path, { method: 'POST', body, headers: { 'idempotency-key': 'k' } })
    expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining('Send a JSON body')])
  }
})

test.each([`/api/v2/orders/${orderId}`, `/trpc/v2/orders.byId?input=${asked}`])(
  'who hears 503 hears when to come back: %s',
  async (path) => {
    await using gateway = await doors()
    const reply = await fetch(gateway.url + path)
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '1'])
  },
)

test('no cache keeps an answer', async () => {
  await using gateway = await doors()
  for (const path of ['/api/v2/stock/a-a3', trpcStock, '/api/v2/nothing']) {
    expect((await fetch(gateway.url + path)).headers.get('cache-control')).toBe('no-store')
  }
})

test('a stream whose client leaves ends here too', async () => {
  await using gateway = await doors()
  for (const path of [`/api/v2/orders/${orderId}/events`, trpcTimeline]) {
    const leaving = new AbortController()
    const reply = await fetch(gateway.url + path, { signal: leaving.signal })
    await reply.body?.getReader().read()
    await expect.poll(() => gateway.streams.open).toBe(1)
    leaving.abort()
    await expect.poll(() => gateway.streams.open).toBe(0)
  }
})

test('a HEAD of a stream opens none', async () => {
  await using gateway = await doors()
  const reply = await fetch(`${gateway.url}/api/v2/orders/${orderId}/events`, { method: 'HEAD' })
  expect([reply.status, gateway.streams.open]).toEqual([404, 0])
})

test('a drain cuts streams in turns, so that their clients resume elsewhere, without calling them finished or failed', async () => {
  const leaving = new TestClock()
  await using gateway = await doors({ leaving })
  const texts = [`/api/v2/orders/${orderId}/events`, trpcTimeline].map(async (path) =>
    (await fetch(gateway.url + path)).text(),
  )
  await expect.poll(() => gateway.streams.open).toBe(2)
  gateway.draining.abort()
  await leaving.advance(520)
  const [rest, trpc] = await Promise.all(texts)
  expect(rest).toContain('event: timeline')
  expect(rest).not.toContain('event: end')
  expect(trpc).toContain('id: 1')
  expect(trpc).not.toMatch(/event: (return|serialized-error)/)
})

test('a drain lets a call finish', async () => {
  const answer = Promise.withResolvers<object>()
  await using gateway = await doors({ stock: answer.promise })
  const replies = ['/api/v2/stock/a-a3', trpcStock].map((path) => fetch(gateway.url + path))
  await expect.poll(() => gateway.asked.stock).toBe(2)
  gateway.draining.abort()
  const closed = gateway.app.close()
  answer.resolve({ sku: 'a-a3', edition: 1, onHand: 1, reserved: 0, sold: 0, available: 1 })
  expect((await Promise.all(replies)).map(({ status }) => status)).toEqual([200, 200])
  await closed
})

test('while it drains a gateway still answers, and ends each connection with its answer', async () => {
  await using gateway = await doors()
  gateway.draining.abort()
  const replies = await Promise.all(
    ['/livez', '/api/v2/stock/a-a3', trpcStock].map((path) => fetch(gateway.url + path)),
  )
  expect(replies.map(({ headers }) => headers.get('connection'))).toEqual(['close', 'close', 'close'])
})

test('a drain ends at its limit, also when an answer never ends', async () => {
  const gateway = await doors({ stock: new Promise(() => {}) })
  const time = new TestClock()
  const reply = fetch(`${gateway.url}/api/v2/stock/a-a3`).catch(() => 'cut off')
  await expect.poll(() => gateway.asked.stock).toBe(1)
  gateway.draining.abort()
  const drained = drain({ app: gateway.app, clock: time, log })
  await time.advance(500)
  await time.advance(12_500)
  expect(await reply).toBe('cut off')
  await drained
})

test.each([
  ['/api/v2/orders', 'POST'],
  ['/trpc/v2/cart.set', 'POST'],
  ['/trpc/v2/orders.list', 'GET'],
])('JSON that is too deep is refused: %s by %s', async (path, method) => {
  await using gateway = await doors()
  const deep = `{"lines":${'['.repeat(40)}${']'.repeat(40)}}`
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'k' }
  const reply =
    method === 'POST'
      ? await fetch(gateway.url + path, { method, body: deep, headers })
      : await fetch(`${gateway.url}${path}?input=${encodeURIComponent(deep)}`)
  expect([reply.status, await reply.text()]).toEqual([
    400,
    expect.stringMatching(/invalid_input.*deeper than 16|deeper than 16.*invalid_input/),
  ])
})

test('an address that is too long is refused, over both protocols', async () => {
  await using gateway = await doors()
  for (const path of ['/api/v2/products?search=', '/trpc/v2/orders.list?input=']) {
    const reply = await fetch(gateway.url + path + 'x'.repeat(5_000))
    expect([reply.status, await reply.text()]).toEqual([414, expect.stringContaining('uri_too_long')])
  }
})

test('whoever sends too slowly is told so and cut', async () => {
  await using gateway = await doors({ arriveMsMax: 200 })
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
  socket.write(
    'POST /api/v2/orders HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
  )
  expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"request_timeout"/)
})

test('a key that would change how objects behave is refused with its body', async () => {
  await using gateway = await doors()
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'k' }
  for (const body of ['{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{}}}']) {
    const reply = await fetch(`${gateway.url}/api/v2/orders`, { method: 'POST', body, headers })
    expect(reply.status).toBe(400)
  }
})
