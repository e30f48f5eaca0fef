import { randomFrom } from '@switchyard/art/kit/random'
import { systemClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { openRollingGateways } from '../testing/rolling-gateways.ts'
import { followStream } from './event-source.ts'
import { compareTold } from './told-orders.ts'

const clock = { ...systemClock, now: () => performance.timeOrigin + performance.now() }
const streams = 40

test('gateways are rolled three times under forty streams, and each hears every entry once', {
  timeout: 120_000,
}, async () => {
  const random = randomFrom('rolls')
  await using shop = await openRollingGateways({ clock, random })
  const orders = Array.from({ length: streams }, () => shop.open())
  const told = new Map<string, number[]>(orders.map((orderId) => [orderId, []]))
  let resumed = 0
  const leaving = new AbortController()
  const { signal } = leaving
  let open = 0
  const following = orders.map((orderId) => {
    const input = JSON.stringify({ orders: [{ orderId }], prints: ['moon'] })
    return followStream(`${shop.url}/trpc/v2/live.follow?input=${encodeURIComponent(input)}`, {
      ...{ localAddress: '127.0.0.1', cookie: '', clock, signal },
      listener: {
        hear: ({ event, data }) => {
          const seq = event === 'message' && JSON.parse(data).order?.entry?.seq
          if (seq) told.get(orderId)?.push(seq)
        },
        opened: (afterMs) => {
          if (afterMs === undefined) open += 1
          else resumed += 1
        },
        refused: () => {},
      },
    })
  })
  await expect.poll(() => open, { timeout: 50_000 }).toBe(streams)
  const writing = (async () => {
    while (!signal.aborted) {
      shop.write(random.pick(orders))
      await clock.sleep(5, signal)
    }
  })()
  for (let roll = 0; roll < 3; roll += 1) {
    for (const orderId of orders) shop.write(orderId)
    await shop.roll()
  }
  const written = () => new Map([...shop.timelines].map(([orderId, { length }]) => [orderId, length]))
  const soFar = written()
  await expect.poll(() => compareTold(told, soFar).missed, { timeout: 50_000 }).toBe(0)
  leaving.abort()
  await Promise.all([writing, ...following])
  expect(compareTold(told, soFar)).toMatchObject({ missed: 0, doubled: 0 })
  expect(Math.min(...[...told.values()].map(({ length }) => length))).toBeGreaterThanOrEqual(3)
  // Each gateway of a roll had about half of them.
  expect(resumed).toBeGreaterThanOrEqual(streams)
})
