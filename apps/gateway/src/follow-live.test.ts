import type { TimelineEntry } from '@switchyard/contracts/orders'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { followLive, type NewsOf } from './follow-live.ts'
import { openTimeline } from './order-timeline.ts'
import type { TimelineOf } from './rest-events.ts'
import type { Services } from './services.ts'

const entry = (seq: number): TimelineEntry => ({ seq, at: '2026-11-23T10:00:00.000Z', status: 'pending', note: null })
const ctx = { signal: new AbortController().signal } as CallContext
/** One order of three entries; any other is not there. */
const timelineOf: TimelineOf = async ({ orderId, afterSeq }) => {
  if (orderId !== 'a') throw new Failure('not_found')
  return (async function* () {
    for (let seq = afterSeq + 1; seq <= 3; seq++) yield entry(seq)
  })()
}
const newsOf: NewsOf = async function* (slug) {
  yield { slug, variants: [] }
}
const all = async (ask: Parameters<typeof followLive>[0]) => {
  const told: string[] = []
  for await (const [id, { order, print }] of followLive(ask, ctx, { timelineOf, newsOf }))
    told.push(`${print?.slug ?? order?.orderId}:${order ? (order.entry?.seq ?? 'none') : 'news'} at ${id}`)
  return told
}

test('tells of orders and prints in one stream, and resumes the orders where it was cut', async () => {
  const ask = { orders: [{ orderId: 'a' }], prints: ['one', 'two'], lastEventId: '1' }
  const told = await all(ask)
  expect(told.filter((one) => one.startsWith('a'))).toEqual(['a:2 at 2', 'a:3 at 3'])
  expect(told.filter((one) => one.includes('news')).map((one) => one.slice(0, 8))).toEqual(['one:news', 'two:news'])
})

test('an order that is not there ends no stream that has prints to tell of', async () => {
  const told = await all({ orders: [{ orderId: 'b' }], prints: ['one'] })
  expect(told.toSorted()).toEqual(['b:none at 0', 'one:news at 0'])
  await expect(all({ orders: [{ orderId: 'b' }], prints: [] })).rejects.toMatchObject({ code: 'not_found' })
})

test('of a stream that fails nothing is listened for any more, begun or not', async () => {
  const listening = new Set<string>()
  const listen = (key: string) => {
    listening.add(key)
    return () => listening.delete(key)
  }
  const clock = new TestClock()
  const failing = Promise.withResolvers<never>()
  const query = ({ orderId }: { orderId: string }) =>
    orderId === 'away' ? failing.promise : Promise.resolve({ entries: [], final: false })
  const services = { orders: () => ({ timelineSince: { query } }) } as unknown as Services
  const opened: TimelineOf = (ask, context) => openTimeline(ask, { ctx: context, services, listen, clock })
  const watched: NewsOf = async function* (slug, { signal }) {
    const off = listen(slug)
    yield { slug, variants: [] }
    await clock.sleep(60_000, signal)
    off()
  }
  const caller = { ...ctx, envelope: { principal: { kind: 'guest', id: 'g' } } } as CallContext
  const ask = { orders: [{ orderId: 'a' }, { orderId: 'away' }], prints: ['one'] }
  const stream = followLive(ask, caller, { timelineOf: opened, newsOf: watched })
  await stream.next()
  expect(listening).toEqual(new Set(['a', 'away', 'one']))
  const next = stream.next()
  failing.reject(new Failure('unavailable'))
  await expect(next).rejects.toMatchObject({ code: 'unavailable' })
  await clock.advance(0)
  expect(listening).toEqual(new Set())
})
