import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { storefrontV1 } from '@switchyard/contracts/storefront-v1'
import { testRedisUrl } from '@switchyard/messaging/testing/redis'
import { clientOfV1 } from '@switchyard/old-clients/client-of-v1'
import { type Ask, type Exchange, play } from '@switchyard/old-clients/play'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FrontDoor, openFrontDoor } from './front-door.ts'

let door: FrontDoor
beforeAll(async () => {
  door = await openFrontDoor({ adminUrl: process.env.TEST_DATABASE_URL, redisUrl: testRedisUrl() })
})
afterAll(() => door[Symbol.asyncDispose]())

/** Asks as one guest, in the words of another version if need be. */
function guest(version = 'v1'): Ask {
  const cookie = `switchyard_guest=${door.guests.issue().cookie}`
  return async (path, { headers, ...init }) => {
    const reply = await door.ask(path.replace('/v1/', `/${version}/`), { ...init, headers: { cookie, ...headers } })
    return { status: reply.status, body: await reply.json() }
  }
}

const surprises = async (ask: Ask, recording: readonly Exchange[] = clientOfV1) =>
  (await play(recording, { ask, wait: () => setTimeout(1_000), key: randomUUID() })).flatMap(
    ({ name, surprises: found }) => found.map((each) => `${name}: ${each}`),
  )

test('the client that was recorded with version 1 meets what it was written for', async () => {
  expect(await surprises(guest())).toEqual([])
})

test('it would not get along with version 2, which is how we know that it looks', async () => {
  const reads = clientOfV1.filter(({ name }) => name.startsWith('reads a p'))
  expect(await surprises(guest('v2'), reads)).toContain(
    'reads a page of the catalogue: body.items[0].priceCents is gone',
  )
})

test('it asks every group of version 1 that a program needs, over REST and tRPC', () => {
  const paths = clientOfV1.map(({ path }) => path).join(' ')
  for (const group of ['products', 'stock', 'orders']) expect(paths).toContain(`/api/v1/${group}`)
  expect(paths).toContain('/trpc/v1/')
})

test('every operation of version 1 is under the same rules as in version 2', async () => {
  for (const base of ['/api/v1', '/api/v2']) {
    const nobody = await door.ask(`${base}/orders/${randomUUID()}`, {})
    const twice = await door.ask(`${base}/orders`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    const foreign = await door.ask(`${base}/cart`, { method: 'PUT', headers: { origin: 'https://evil.example' } })
    const found = [nobody.status, twice.status, foreign.status]
    expect(found).toEqual([404, 400, 403])
    const isOlder = base === '/api/v1'
    expect([nobody, twice, foreign].map(({ headers }) => headers.has('sunset'))).toEqual([isOlder, isOlder, isOlder])
  }
  expect(storefrontV1.orders.operations.place.policy.idempotency).toBe('key')
})
