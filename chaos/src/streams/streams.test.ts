import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { EventParser } from './event-parser.ts'
import { followStream } from './event-source.ts'
import { compareTold } from './told-orders.ts'

test('messages are read whole wherever the stream is cut into parts', () => {
  const text = ': hello\n\nretry: 20\n\nid: 4\nevent: told\ndata: a\ndata: b\n\ndata: c\r\n\r\nid: 5\n\ndata: half'
  for (let size = 1; size <= text.length; size += 1) {
    const parser = new EventParser()
    const messages = []
    for (let at = 0; at < text.length; at += size) messages.push(...parser.read(text.slice(at, at + size)))
    expect(messages).toEqual([
      { event: 'told', data: 'a\nb' },
      { event: 'message', data: 'c' },
    ])
    expect([parser.retryMs, parser.lastEventId]).toEqual([20, '5'])
  }
})

test('a stream that is cut is followed on from the last id, and its listener hears how long that took', async () => {
  const asked: unknown[] = []
  const server = createServer((request, response) => {
    asked.push(request.headers['last-event-id'])
    if (asked.length === 2) return void response.writeHead(503).end()
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(`retry: 1\n\nid: ${asked.length}\ndata: x\n\ndata: not whole`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const leaving = new AbortController()
  const heard: unknown[] = []
  await followStream(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
    ...{ localAddress: '127.40.1.1', cookie: '', clock, signal: leaving.signal },
    listener: {
      hear: ({ data }) => heard.push(data),
      opened: (afterMs) => {
        heard.push(afterMs === undefined ? 'first' : 'resumed')
        if (afterMs !== undefined) leaving.abort()
      },
      refused: (status) => heard.push(status),
    },
  })
  server.close()
  expect(asked).toEqual([undefined, '1', '1'])
  expect(heard).toEqual(['first', 'x', 503, 'resumed', 'x'])
})

test('an entry that is not told is missed, one that comes again or late is doubled, and each counts', () => {
  const written = new Map([
    ['a', 3],
    ['b', 2],
    ['c', 2],
  ])
  const whole = new Map([['a', [1, 2, 3]]])
  expect(compareTold(whole, written)).toEqual({ told: 3, missed: 0, doubled: 0 })
  const told = new Map([
    ['a', [1, 3]],
    ['b', [1, 2, 2]],
    ['c', [2, 1]],
  ])
  expect(compareTold(told, written)).toEqual({ told: 7, missed: 1, doubled: 2 })
  // Written after the books were read.
  expect(compareTold(new Map([['d', [1]]]), written)).toEqual({ told: 1, missed: 0, doubled: 0 })
})
