import { TestClock } from '@switchyard/runtime/clock'
import { afterEach, expect, test } from 'vitest'
import { hashOfKey } from './identity/api-keys.ts'
import { createGuests } from './identity/guests.ts'
import { memoryBuckets } from './memory-buckets.ts'
import { ingressSecret, knownKey, limitedDoors } from './testing/limited-doors.ts'
import { signedVisitor } from './testing/visitor.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** A gateway for which no time passes but what a test lets pass, and a way to ask it through the ingress. */
async function gateway() {
  let id = 0
  const looks = { sessions: 0, keys: 0 }
  const sessions = {
    read: async () => {
      looks.sessions += 1
      return null
    },
  }
  const findKey = async (hash: string) => {
    looks.keys += 1
    return hash === hashOfKey(knownKey) ? { id: 'p', scopes: [], quotaPerMinute: 3_000 } : null
  }
  const newId = () => `guest-${id++}`
  const clock = new TestClock()
  const app = await limitedDoors({ shared: memoryBuckets({ clock }), newId, clock, sessions, findKey })
  closers.push(() => app.close())
  const guests = createGuests({ secret: 's', newId })
  const ask = async (url: string, { as, headers = {}, method = 'GET', body }: Ask = {}) => {
    const from = { 'x-ingress-secret': ingressSecret, 'x-forwarded-for': '192.0.2.7', ...headers }
    const cookie = as ? { cookie: `switchyard_guest=${as}` } : {}
    return app.inject({ url, method, headers: { ...from, ...cookie }, ...(body ? { payload: body } : {}) })
  }
  const many = async (calls: number, url: string, asked: Ask | ((call: number) => Ask) = {}) => {
    const replies = []
    for (let call = 0; call < calls; call++)
      replies.push(await ask(url, asked instanceof Function ? asked(call) : asked))
    return replies.filter(({ statusCode }) => statusCode !== 429).length
  }
  return { clock, looks, ask, many, newGuest: () => guests.issue().cookie }
}
interface Ask {
  as?: string
  headers?: Record<string, string>
  method?: 'GET' | 'POST'
  body?: object
}

const stock = '/api/v2/stock/a-a3'
const calls = (names: string, inputs: object) =>
  `/trpc/v2/${names}?batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}`
const key = { authorization: `Bearer ${knownKey}` }
const wrong = (call: number) => ({ headers: { authorization: `Bearer made-up-${call}` } })

test('one guest who floods is refused, and another at the same address notices nothing', async () => {
  const { many, ask, newGuest } = await gateway()
  const [flooder, other] = [newGuest(), newGuest()]
  expect(await many(300, stock, { as: flooder })).toBe(100)
  expect((await ask(stock, { as: other })).statusCode).toBe(200)
})

test('a refusal is told in the words of each protocol, with the moment to come back', async () => {
  const { many, ask, newGuest } = await gateway()
  const as = newGuest()
  await many(100, stock, { as })
  const rest = await ask(stock, { as })
  expect(rest.headers).toMatchObject({
    'retry-after': '1',
    ratelimit: '"guest";r=0;t=1',
    'ratelimit-policy': '"guest";q=300;w=60, "address";q=1200;w=60',
    'content-type': expect.stringContaining('problem+json'),
  })
  expect(rest.json()).toMatchObject({ status: 429, code: 'rate_limited' })
  const trpc = await ask(calls('stock.bySku', { 0: { sku: 'a-a3' } }), { as })
  expect([trpc.statusCode, trpc.headers['retry-after']]).toEqual([429, '1'])
  expect(trpc.json()).toMatchObject({ error: { data: { code: 'rate_limited', retryAfterMs: expect.any(Number) } } })
  const id = '0193f000-0000-7000-8000-00000000000a'
  const streams = [`/api/v2/orders/${id}/events`, `/trpc/v2/orders.timeline?input=%7B%22orderId%22%3A%22${id}%22%7D`]
  for (const stream of streams) expect((await ask(stream, { as })).statusCode).toBe(429)
})

test('every answer says what is left', async () => {
  const { ask, newGuest } = await gateway()
  const { headers } = await ask(stock, { as: newGuest() })
  expect(headers.ratelimit).toBe('"guest";r=99;t=1')
})

test('a batch counts each of its calls at its own cost', async () => {
  const { ask, many, newGuest } = await gateway()
  const ten = calls(Array.from({ length: 10 }, () => 'stock.bySku').join(','), { 0: { sku: 'a-a3' } })
  expect(await many(20, ten, { as: newGuest() })).toBe(10)
  const mixed = await ask(calls('products.list,stock.bySku', {}), { as: newGuest() })
  expect(mixed.headers.ratelimit).toContain('r=97')
  const commas = await ask(`/trpc/v2/${','.repeat(49)}?batch=1`, { as: newGuest() })
  expect(commas.headers.ratelimit).toContain('r=50')
})

test('guests of one address share its limit, however many they are', async () => {
  const { many, newGuest } = await gateway()
  expect(await many(500, stock, () => ({ as: newGuest() }))).toBe(400)
})

test('whoever keeps no cookie gains nothing by it', async () => {
  const { many } = await gateway()
  expect(await many(500, stock)).toBe(400)
})

test('one address gets only so many new guests: then reading goes without one, and changing is refused', async () => {
  const { ask } = await gateway()
  const given = []
  for (let call = 0; call < 20; call++) given.push((await ask(stock)).headers['set-cookie'])
  expect(given.filter((cookie) => cookie !== undefined)).toHaveLength(10)
  const set = { method: 'POST', body: { lines: [] }, headers: { 'x-trpc-source': 'test' } } as const
  expect((await ask('/trpc/v2/cart.set', set)).statusCode).toBe(429)
  const elsewhere = await ask(stock, { headers: { 'x-forwarded-for': '192.0.2.8' } })
  expect(elsewhere.headers['set-cookie']).toBeDefined()
})

test('a flood from an address that has nothing left is refused before anybody is asked whose session it shows', async () => {
  const { many, looks } = await gateway()
  await many(401, stock)
  const before = looks.sessions
  expect(await many(50, stock, { headers: { cookie: 'switchyard_session=guessed' } })).toBe(0)
  expect(looks.sessions).toBe(before)
})

test('a partner has the quota of its key, at any address', async () => {
  const { many, ask } = await gateway()
  await many(400, stock)
  expect(await many(1_100, stock, { headers: key })).toBe(1_000)
  expect((await ask(stock, { headers: key })).headers['ratelimit-policy']).toBe('"key";q=3000;w=60')
})

test('keys that are wrong count for the address that guesses them, and a flood of them is refused without a look', async () => {
  const { many, ask, looks } = await gateway()
  expect(await many(500, stock, wrong)).toBe(20)
  // The one beyond the limit was looked at before it was refused.
  expect(looks.keys).toBe(21)
  const { statusCode, headers } = await ask(stock, wrong(500))
  expect([statusCode, headers['retry-after']]).toEqual([429, '2'])
  expect(headers['ratelimit-policy']).toBe('"bad-keys";q=60;w=60')
  const elsewhere = { headers: { ...wrong(501).headers, 'x-forwarded-for': '192.0.2.8' } }
  expect([(await ask(stock, elsewhere)).statusCode, (await ask(stock)).statusCode]).toEqual([401, 200])
})

test('of a flood of wrong keys a partner notices nothing whose key this gateway has believed before', async () => {
  const { clock, many, ask, looks } = await gateway()
  await ask(stock, { headers: key })
  await clock.advance(60_000)
  await many(500, stock, wrong)
  const before = looks.keys
  expect([(await ask(stock, { headers: key })).statusCode, looks.keys]).toEqual([200, before + 1])
  expect((await ask(stock, wrong(500))).statusCode).toBe(429)
})

test('of forwarded addresses only the one that the ingress saw counts', async () => {
  const { many } = await gateway()
  const claims = (call: number) => ({ headers: { 'x-forwarded-for': `10.0.${call >> 8}.${call & 255}, 192.0.2.7` } })
  expect(await many(500, stock, claims)).toBe(400)
})

test('a page’s calls count for the visitor whom the ingress has named, and for nobody’s claim', async () => {
  const { many } = await gateway()
  const named = signedVisitor(`203.0.113.9 ${new TestClock().now() + 1}`, ingressSecret)
  expect(await many(450, stock, { headers: { 'x-visitor': named } })).toBe(400)
  const claims = (call: number) => ({
    headers: { 'x-visitor': named.replace('203.0.113.9', `203.0.113.${call % 200}`) },
  })
  expect(await many(450, stock, claims)).toBe(400)
})

test('nobody passes who did not come through the ingress, whatever they claim', async () => {
  const { ask } = await gateway()
  expect((await ask(stock, { headers: { 'x-ingress-secret': 'forged' } })).statusCode).toBe(403)
})
