import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { createServer } from './server.ts'
import { doorsOf } from './testing/limited-doors.ts'

const orderId = '0193f000-0000-7000-8000-00000000000a'
const trpc = (name: string, input: object) => `/trpc/v2/${name}?input=${encodeURIComponent(JSON.stringify(input))}`
const document = `subscription($id: String) { orderTimeline(orderId: "${orderId}", lastEventId: $id) { seq } }`
const streams: [door: string, url: (id: string) => string][] = [
  ['orders.timeline over tRPC', (lastEventId) => trpc('orders.timeline', { orderId, lastEventId })],
  ['live.follow', (lastEventId) => trpc('live.follow', { orders: [{ orderId }], lastEventId })],
  ['REST', () => `/api/v2/orders/${orderId}/events`],
  ['GraphQL', (id) => `/graphql?query=${encodeURIComponent(document)}&variables=${JSON.stringify({ id })}`],
]

test.each(streams)('a place to resume that no history has is refused: %s', async (_, url) => {
  const { app } = await createServer({
    ...doorsOf({ newId: () => 'id', clock: new TestClock() }),
    identify: async (request) => {
      request.principal = { kind: 'guest', id: 'g' }
    },
  })
  const codeAfter = async (id: string) => {
    const headers = { accept: 'text/event-stream', 'last-event-id': id }
    const { body } = await app.inject({ url: url(id), headers })
    return /"code":"(\w+)"/.exec(body)?.[1]
  }
  for (const id of ['2147483648', '99999999999999999999', '-1', 'x']) {
    expect([id, await codeAfter(id)]).toEqual([id, 'invalid_input'])
  }
  // There is no order here, which only whoever may resume is told.
  expect(await codeAfter('2147483647')).toBe('not_found')
  await app.close()
})
