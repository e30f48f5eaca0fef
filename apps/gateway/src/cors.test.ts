import { TestClock } from '@switchyard/runtime/clock'
import { afterEach, expect, test } from 'vitest'
import { memoryBuckets } from './memory-buckets.ts'
import { ingressSecret, knownKey, limitedDoors } from './testing/limited-doors.ts'

const listed = 'https://partner.example'
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** A gateway that lets one partner's pages in, and a way to ask it from a page. */
async function gateway() {
  const clock = new TestClock()
  const app = await limitedDoors({ shared: memoryBuckets({ clock }), newId: () => 'id', clock, origins: [listed] })
  closers.push(() => app.close())
  return (
    origin: string,
    { method = 'GET', headers = {} }: { method?: 'GET' | 'OPTIONS' | 'POST'; headers?: object } = {},
  ) =>
    app.inject({
      ...{ method, url: method === 'POST' ? '/trpc/v2/cart.set' : '/api/v2/stock/a-a3' },
      ...(method === 'POST' ? { payload: { lines: [] } } : {}),
      headers: { 'x-ingress-secret': ingressSecret, 'x-forwarded-for': '192.0.2.7', origin, ...headers },
    })
}
const key = { authorization: `Bearer ${knownKey}` }

test('a partner’s page asks first, and is told what it may send, without cookies', async () => {
  const ask = await gateway()
  const { statusCode, headers } = await ask(listed, { method: 'OPTIONS' })
  expect([statusCode, headers['access-control-allow-origin'], headers.vary]).toEqual([204, listed, 'origin'])
  expect(headers['access-control-allow-headers']).toContain('authorization')
  expect(headers).not.toHaveProperty('access-control-allow-credentials')
})

test('it reads and changes with its key', async () => {
  const ask = await gateway()
  const { statusCode, headers } = await ask(listed, { headers: key })
  expect([statusCode, headers['access-control-allow-origin']]).toEqual([200, listed])
  // The back room of this test refuses to keep a bag: past the door, no sooner.
  expect((await ask(listed, { method: 'POST', headers: key })).statusCode).toBe(503)
})

test('it is nobody without a key, also with a visitor’s cookie', async () => {
  const ask = await gateway()
  const cookie = { cookie: 'switchyard_guest=g.x' }
  for (const method of ['GET', 'POST'] as const) {
    const { statusCode, headers } = await ask(listed, { method, headers: cookie })
    expect([statusCode, headers['set-cookie']]).toEqual([401, undefined])
  }
})

test.each(['https://evil.example', 'null', `${listed}.evil.example`, 'http://partner.example'])(
  '%s may ask for nothing and is told nothing',
  async (origin) => {
    const ask = await gateway()
    const preflight = await ask(origin, { method: 'OPTIONS' })
    expect([preflight.statusCode, preflight.headers['access-control-allow-origin']]).toEqual([403, undefined])
    expect((await ask(origin, { headers: key })).headers['access-control-allow-origin']).toBeUndefined()
    expect((await ask(origin, { method: 'POST', headers: key })).statusCode).toBe(403)
  },
)
