import type { TimelineEntry } from '@switchyard/contracts/orders'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { expect, test } from 'vitest'
import { followOrders } from './order-timelines.ts'
import type { TimelineOf } from './rest-events.ts'

const entry = (seq: number): TimelineEntry => ({ seq, at: '2026-11-23T10:00:00.000Z', status: 'pending', note: null })
const left = new AbortController()
const ctx = { signal: new AbortController().signal } as CallContext

/** Orders of so many entries each; any other is not there. */
const having =
  (lengths: Record<string, number>): TimelineOf =>
  async ({ orderId, afterSeq }) => {
    const length = lengths[orderId]
    if (length === undefined) throw new Failure('not_found')
    return (async function* () {
      for (let seq = afterSeq + 1; seq <= length; seq++) yield entry(seq)
    })()
  }
const told = async (ask: Parameters<typeof followOrders>[0], timelineOf: TimelineOf, context = ctx) => {
  const all = []
  for await (const [id, { orderId, entry: one }] of followOrders(ask, context, timelineOf))
    all.push([id, orderId, one?.seq])
  return all
}
const orders = [{ orderId: 'a' }, { orderId: 'b' }]

test('tells every entry of every order once, and ends after the last', async () => {
  const all = await told({ orders }, having({ a: 2, b: 1 }))
  expect(all.map(([, orderId, seq]) => `${orderId}${seq}`).sort()).toEqual(['a1', 'a2', 'b1'])
  expect(all.at(-1)?.[0]).toBe('2.1')
})

test('resumes each order where its stream was cut', async () => {
  expect(await told({ orders, lastEventId: '1.3' }, having({ a: 2, b: 4 }))).toEqual([
    ['2.3', 'a', 2],
    ['2.4', 'b', 4],
  ])
})

test('says of an order that is not there that it is not, and follows the others', async () => {
  expect(await told({ orders }, having({ b: 1 }))).toEqual([
    ['0.0', 'a', undefined],
    ['0.1', 'b', 1],
  ])
})

test('is not found when none of them is', async () => {
  await expect(told({ orders }, having({}))).rejects.toMatchObject({ code: 'not_found' })
})

test.each(['x', '1.x', '-1', '2147483648', '1.99999999999'])('refuses %s as a place to resume', async (lastEventId) => {
  await expect(told({ orders, lastEventId }, having({ a: 1, b: 1 }))).rejects.toMatchObject({ code: 'invalid_input' })
})

test('that is cut short says so, rather than to have ended', async () => {
  left.abort(new Error('left'))
  await expect(told({ orders }, having({ a: 1, b: 1 }), { ...ctx, signal: left.signal })).rejects.toThrow('left')
})
