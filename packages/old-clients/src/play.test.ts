import { expect, test } from 'vitest'
import { type Exchange, play } from './play.ts'

const recording: Exchange[] = [
  {
    ...{
      name: 'orders',
      method: 'POST',
      path: '/orders',
      headers: { 'idempotency-key': '{key}' },
      body: { lines: [] },
    },
    reply: { status: 202, body: { orderId: 'o-1' } },
  },
  { name: 'reads', method: 'GET', path: '/orders/{orderId}', reply: { status: 200, body: { title: 'Moon' } } },
]

test('asks in turn, with what was answered before and a key of its own', async () => {
  const asked: unknown[] = []
  const played = await play(recording, {
    key: 'k-7',
    wait: async () => {},
    ask: async (path, request) => {
      asked.push([path, request])
      return path === '/orders' ? { status: 202, body: { orderId: 'o-9' } } : { status: 200, body: { title: 'Moon' } }
    },
  })
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'k-7' }
  expect(asked).toEqual([
    ['/orders', { method: 'POST', headers, body: '{"lines":[]}' }],
    ['/orders/o-9', { method: 'GET', headers: {} }],
  ])
  expect(played.flatMap(({ surprises }) => surprises)).toEqual([])
})

test('asks again while the shop is busy, a few times', async () => {
  const tell = async (busy: number) => {
    const heard: number[] = []
    const [played] = await play(recording.slice(1), {
      key: 'k',
      wait: async () => void heard.push(0),
      ask: async () => (heard.length < busy ? { status: 503, body: {} } : { status: 200, body: { title: 'Moon' } }),
    })
    return [heard.length, played?.surprises]
  }
  expect(await tell(2)).toEqual([2, []])
  expect(await tell(9)).toEqual([3, ['answers 503, not 200', 'body.title is gone']])
})
