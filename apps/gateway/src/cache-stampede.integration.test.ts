import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { listenForHints, sendHint } from '@switchyard/messaging/broadcast'
import { firstConnection, subscriberClient } from '@switchyard/rpc/redis-clients'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { purgeByHints } from './cache.ts'
import { redisCopies } from './redis-copies.ts'
import { cachingGateway, policy } from './testing/cached-service.ts'

const url = process.env.TEST_REDIS_URL
if (!url) throw new Error('TEST_REDIS_URL is not set: run this with npm test, or give the URL of a Redis ≥ 7.0.')
const redisUrl = url
// Clients that wait as long as it takes: a busy machine is not what is looked at here.
const clients = [subscriberClient({ url, log }), subscriberClient({ url, log })]
beforeAll(() => Promise.all(clients.map(firstConnection)))
afterAll(() => clients.forEach((client) => void client.disconnect()))

/** Two gateways with a connection each to one Redis, before one service. */
function scene() {
  const state = { asked: 0, price: 100 }
  const prefix = `test-${randomUUID()}`
  const answer = async () => {
    state.asked += 1
    const { price } = state
    await sleep(30)
    return { price }
  }
  const gateways = clients.map((redis) =>
    cachingGateway({ clock, shared: redisCopies({ redis, prefix }), sharedMsMax: 10_000, answer }),
  )
  return { state, prefix, gateways }
}

test('a thousand who want the same cold answer at once, over two gateways, cause one question', async () => {
  const { state, gateways } = scene()
  const asking = Array.from({ length: 1_000 }, (_, index) =>
    gateways[index % 2]?.ask({ slug: 'one' }, { envelope: patient() }),
  )
  const answers = await Promise.all(asking)
  expect(answers.every((answer) => Object(answer?.value).price === 100)).toBe(true)
  expect(state.asked).toBe(1)
})

test('a change is seen at every gateway, though copies are fresh for an hour', async () => {
  const { state, prefix, gateways } = scene()
  const hearing = gateways.map((gateway) => {
    const hints = listenForHints({ redisUrl, redisPrefix: prefix, log })
    purgeByHints(gateway, hints)
    return hints
  })
  const [teller] = clients
  if (!teller) throw new Error('no client')
  await expect.poll(() => teller.pubsub('NUMSUB', `${prefix}:hints`)).toContain(2)
  const lasting = { policy: { ...policy, cache: { ...policy.cache, freshMs: 3_600_000, staleMs: 0 } } }
  const priceAt = async ({ ask }: (typeof gateways)[number]) => Object((await ask(undefined, lasting)).value).price
  const prices = () => Promise.all(gateways.map(priceAt))
  expect(await prices()).toEqual([100, 100])
  state.price = 200
  sendHint({ redis: teller, redisPrefix: prefix, topic: 'price', keys: ['one'] })
  await expect.poll(prices, { interval: 10 }).toEqual([200, 200])
  for (const hints of hearing) hints.close()
})

const patient = () => ({
  ...{ callId: 'call', principal: { kind: 'guest' as const, id: 'guest' }, traceparent: '' },
  deadlineAtMs: clock.now() + 60_000,
})
