import { setImmediate as turn } from 'node:timers/promises'
import { storefront as contracts } from '@switchyard/contracts/storefront'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { openDoors } from './open-doors.ts'
import { createServer } from './server.ts'
import { doorsOf } from './testing/limited-doors.ts'

const stock = '/api/v2/stock/a-a3'
const bag = '/trpc/v2/cart.get?input=%7B%7D'

/** A gateway whose visitors name their session and how narrow its door is; `x-stays` stays inside until the test lets go. */
async function gateway() {
  const held = Promise.withResolvers<void>()
  const closing = new AbortController()
  const elapsedMs = () => performance.now()
  const spent = { elapsedMs, cpuMs: elapsedMs, idleMs: () => 0 }
  const doors = openDoors({ contracts, gateway: 'gateway-1', ...spent, clock, closing: closing.signal })
  const charged: string[] = []
  const behind = doors.behind(async (request) => {
    request.principal = { kind: 'guest', id: 'g' }
    const { 'x-session': session, 'x-places': places } = request.headers
    if (session) request.lab = { session: String(session), without: [], places: Number(places ?? 4) }
  })
  const { app } = await createServer({
    ...doorsOf({ newId: () => 'id', clock }),
    shed: doors.shed,
    identify: async (request, reply) => {
      await behind(request, reply)
      charged.push(request.url)
      if (request.headers['x-stays']) await held.promise
    },
  })
  const ask = (url: string, session?: string) => app.inject({ url, headers: session ? { 'x-session': session } : {} })
  const lab = (session: string) => ({ session, without: [], places: 4 })
  const crowd = async (session: string) => {
    const all = Array.from({ length: 3 }, () =>
      app.inject({ url: stock, headers: { 'x-session': session, 'x-stays': '1' } }),
    )
    while (doors.view(lab(session)).own?.inside !== 3) await turn()
    return all
  }
  return {
    ...{ app, doors, ask, crowd, held, charged, lab },
    [Symbol.asyncDispose]: async () => {
      closing.abort()
      await app.close()
    },
  }
}

test('a visitor who crowds a narrow door of their own is refused there, and nobody else is', async () => {
  await using shop = await gateway()
  const crowd = await shop.crowd('ada')
  const refused = await shop.ask(stock, 'ada')
  expect([refused.statusCode, refused.json().code]).toEqual([503, 'overloaded'])
  expect((await shop.ask(stock)).statusCode).toBe(200)
  expect((await shop.ask(stock, 'bob')).statusCode).toBe(200)
  shop.held.resolve()
  expect((await Promise.all(crowd)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
})

test('checkout and the lab itself go through, and what was refused is charged to nobody', async () => {
  await using shop = await gateway()
  await shop.crowd('ada')
  const before = shop.charged.length
  await shop.ask(stock, 'ada')
  expect(shop.charged.length).toBe(before)
  await shop.ask(bag, 'ada')
  await shop.ask('/trpc/v2/lab.doors?input=%7B%7D', 'ada')
  expect(shop.charged.length).toBe(before + 2)
  shop.held.resolve()
})

test('both doors are left with the answer', async () => {
  await using shop = await gateway()
  const crowd = await shop.crowd('ada')
  expect(shop.doors.view(shop.lab('ada')).everybody.inside).toBe(3)
  shop.held.resolve()
  await Promise.all(crowd)
  const { everybody, own } = shop.doors.view(shop.lab('ada'))
  expect([everybody.inside, own?.inside]).toEqual([0, 0])
})
