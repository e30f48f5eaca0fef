import { systemClock as clock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import type { TimelineOf } from './rest-events.ts'
import { createServer } from './server.ts'
import { createStreamSeats } from './stream-seats.ts'
import { doorsOf } from './testing/limited-doors.ts'

const limits = { caller: 2, address: 3, key: 4 }
const anns = { kind: 'caller', id: 'guest ann', address: '192.0.2.1' } as const

test('a caller has so many, an address so many more, and an API key its own wherever it comes from', () => {
  const { take } = createStreamSeats(limits)
  const taken = (sitter: Parameters<typeof take>[0], count: number) => Array.from({ length: count }, () => take(sitter))
  taken(anns, 2)
  expect(() => take(anns)).toThrow(expect.objectContaining({ code: 'rate_limited' }))
  expect(() => take({ ...anns, address: '192.0.2.2' })).toThrow()
  taken({ ...anns, id: 'guest bob' }, 1)
  expect(() => take({ ...anns, id: 'guest cid' })).toThrow()
  taken({ kind: 'key', id: 'partner p' }, 4)
  expect(() => take({ kind: 'key', id: 'partner p' })).toThrow()
})

test('a seat that is given back is free, once however often it is given back, and nobody is remembered for ever', () => {
  const { take, remembered } = createStreamSeats(limits)
  const [first, second] = [take(anns), take(anns)]
  first()
  first()
  const third = take(anns)
  expect(() => take(anns)).toThrow()
  for (const giveBack of [second, third]) giveBack()
  expect(remembered()).toBe(0)
})

const orderId = '0193f000-0000-7000-8000-00000000000a'
const follow = `/trpc/v2/live.follow?input=${encodeURIComponent(JSON.stringify({ orders: [{ orderId }], prints: [] }))}`
const events = `/api/v2/orders/${orderId}/events`
const subscription = `/graphql?query=${encodeURIComponent(`subscription { orderTimeline(orderId: "${orderId}") { seq } }`)}`

/** A gateway at which a guest may have two streams open, on orders to which nothing happens. */
async function seatedDoors() {
  const parts = doorsOf({ newId: () => 'id', clock })
  const timelineOf: TimelineOf = async (_, { signal }) =>
    (async function* () {
      yield { seq: 1, at: '2026-11-23T10:00:00.000Z', status: 'pending' as const, note: null }
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
    })()
  const draining = new AbortController()
  const { app } = await createServer({
    ...{ ...parts, timelineOf, draining: draining.signal },
    seats: createStreamSeats(limits),
    identify: async (request) => {
      request.principal = { kind: 'guest', id: 'g' }
    },
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const open = async (path: string) => {
    const leaving = new AbortController()
    const answer = await fetch(url + path, { headers: { accept: 'text/event-stream' }, signal: leaving.signal })
    return { answer, leave: () => leaving.abort() }
  }
  const close = async () => {
    draining.abort()
    await app.close()
  }
  return { open, [Symbol.asyncDispose]: close }
}

test('one stream too many is refused over each protocol, with the moment to come back, until another is closed', async () => {
  await using gateway = await seatedDoors()
  const first = await gateway.open(events)
  const second = await gateway.open(events)
  expect([first, second].map(({ answer }) => answer.status)).toEqual([200, 200])
  for (const path of [events, subscription]) {
    const { answer } = await gateway.open(path)
    expect([path, answer.status, answer.headers.get('retry-after')]).toEqual([path, 429, '5'])
    expect(await answer.text()).toContain('"code":"rate_limited"')
  }
  // Whatever a subscription of tRPC's fails with is told within its stream, which ends.
  const overTrpc = await (await gateway.open(follow)).answer.text()
  expect(overTrpc).toMatch(/event: serialized-error\ndata: .*"code":"rate_limited".*"retryAfterMs":5000/)
  first.leave()
  await expect.poll(async () => (await gateway.open(events)).answer.status).toBe(200)
})
