import type { Fault } from '@switchyard/contracts/lab'
import { expect, it } from 'vitest'
import { faultInWords, faultsFor, leftInWords } from './fault-words.ts'

it('says what a fault does, to whom and to how many', () => {
  const slow = { target: { instance: 'inventory-2' }, kind: 'latency', delayMs: 200, share: 1 } as const
  expect(faultInWords(slow)).toBe('all calls to inventory-2 are answered 200 ms later')
  const failing = { target: { service: 'inventory' }, kind: 'error', share: 0.5 } as const
  expect(faultInWords(failing)).toBe('half of the calls to inventory fail')
  const silent = { target: { service: 'orders' }, operation: 'byId', kind: 'drop', share: 0.3 } as const
  expect(faultInWords(silent)).toBe('30 % of the byId calls to orders get no answer')
  const spoiled = { target: { queue: 'orders.mailroom' }, kind: 'spoil', share: 1 } as const
  expect(faultInWords(spoiled)).toBe('all messages to orders.mailroom come with their fields misnamed')
  const slowQueue = { target: { queue: 'orders.mailroom' }, kind: 'latency', delayMs: 2_000, share: 1 } as const
  expect(faultInWords(slowQueue)).toBe('all messages to orders.mailroom are done 2000 ms later')
  expect(faultInWords({ ...slowQueue, kind: 'limit', limit: 20 })).toBe(
    'orders.mailroom counts as full once 20 messages wait',
  )
  const about = { queue: 'orders.mailroom', orderId: 'o' }
  expect(faultInWords({ ...spoiled, target: about, operation: 'orders.orderCancelled', kind: 'error' })).toBe(
    'all orders.orderCancelled messages to orders.mailroom about one order fail',
  )
})

it('counts whole seconds down and never below nought', () => {
  const expiresAt = '2026-11-28T12:01:30.000Z'
  expect(leftInWords(expiresAt, Date.parse('2026-11-28T12:00:00.500Z'))).toBe('01:30')
  expect(leftInWords(expiresAt, Date.parse('2026-11-28T12:01:29.900Z'))).toBe('00:01')
  expect(leftInWords(expiresAt, Date.parse('2026-11-28T12:05:00.000Z'))).toBe('00:00')
})

it('shows a visitor their own faults and everybody’s, never those of another session', () => {
  const faults = [{ id: 'a', scope: 'me' }, { id: 'b', scope: 'you' }, { id: 'c' }] as Fault[]
  expect(faultsFor(faults, 'me').map(({ id }) => id)).toEqual(['a', 'c'])
  expect(faultsFor(faults, null).map(({ id }) => id)).toEqual(['c'])
})
