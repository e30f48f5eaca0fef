import { expect, test } from 'vitest'
import { resumeSoon } from './resume-soon.ts'
import { openGraphqlDoors, orderId } from './testing/graphql-doors.ts'

const followed = JSON.stringify({ orders: [{ orderId }] })
const subscription = `subscription { orderTimeline(orderId: "${orderId}") { seq } }`

const protocols = [
  ['tRPC', `/trpc/v2/live.follow?input=${encodeURIComponent(followed)}`],
  ['REST', `/api/v2/orders/${orderId}/events`],
  ['GraphQL', `/graphql?query=${encodeURIComponent(subscription)}`],
] as const

test.each(protocols)(
  'a stream over %s says first how soon to come back, and then all that it has to tell',
  async (_, path) => {
    await using doors = await openGraphqlDoors()
    doors.end()
    const answer = await fetch(new URL(path, doors.url), { headers: { accept: 'text/event-stream' } })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      expect.stringMatching('text/event-stream'),
    ])
    const text = await answer.text()
    expect(text).toMatch(/^retry: \d+\n\n/)
    expect(text.match(/"seq":\d/g)).toEqual(['"seq":1', '"seq":2'])
    expect(text.match(/retry/g)).toHaveLength(1)
  },
)

test.each(protocols)('a stream over %s that has its turn to leave says last to come back at once', async (_, path) => {
  await using doors = await openGraphqlDoors()
  const answer = await fetch(new URL(path, doors.url), { headers: { accept: 'text/event-stream' } })
  doors.draining.abort()
  expect(await answer.text()).toMatch(/\n\nretry: 200\n\n$/)
})

test('streams that are cut together come back one after the other, all within a bit more than a second', () => {
  expect([0, 0.5, 1].map((drawn) => resumeSoon(() => drawn))).toEqual([
    'retry: 200\n\n',
    'retry: 650\n\n',
    'retry: 1100\n\n',
  ])
})
