import type { TimelineEntry } from '@switchyard/contracts/orders'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { expect, test } from 'vitest'
import { followLive, type NewsOf } from './follow-live.ts'
import type { TimelineOf } from './rest-events.ts'

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
