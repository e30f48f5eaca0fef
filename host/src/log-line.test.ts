import { expect, it } from 'vitest'
import { formatLogLine } from './log-line.ts'

const format = (line: unknown) =>
  formatLogLine(typeof line === 'string' ? line : JSON.stringify(line), { instance: 'orders-1' })

it('puts time, instance, level and message first, and every other field behind', () => {
  const line = {
    level: 30,
    time: '2030-01-01T12:03:04.123Z',
    instance: 'orders-1',
    msg: 'placed',
    orderId: 'a1',
    lines: 2,
  }
  expect(format(line)).toBe('12:03:04.123 orders-1 info  placed orderId=a1 lines=2')
})

it('puts the stack of an error below', () => {
  const line = { level: 50, time: 0, msg: 'failed', err: { type: 'Error', stack: 'Error: why\n    at place' } }
  expect(format(line)).toBe('00:00:00.000 orders-1 ERROR failed\n    Error: why\n    at place')
})

it.each(['plain words', '{ not json', 'null', '[1]'])('keeps %s as it is', (line) => {
  expect(format(line)).toBe(`             orders-1 ${line}`)
})
