import { TestClock } from '@switchyard/runtime/clock'
import { describe, expect, test } from 'vitest'
import { CircuitBreaker, circuitBreaker } from './circuit-breaker.ts'
import { CallerLeft } from './deadline.ts'
import { Failure } from './failure.ts'
import { callOf } from './testing/call.ts'
import { TransportFault } from './transport-fault.ts'

const closed = () => new CircuitBreaker({ clock: new TestClock(), faultsMax: 5, openMs: 1_000 })

describe('around a call', () => {
  const outcomes: [string, () => Error, 'open' | 'closed'][] = [
    ['transport faults', () => new TransportFault('broken', ''), 'open'],
    ['unavailable replies', () => new Failure('unavailable'), 'open'],
    ['failures of the contract', () => new Failure('not_found'), 'closed'],
    ['bugs', () => new Failure('internal'), 'closed'],
    ['callers that left', () => new CallerLeft(), 'closed'],
  ]
  test.each(outcomes)('%s leave it as they should', async (_, error, state) => {
    const breaker = closed()
    const wrap = circuitBreaker(breaker)
    for (let index = 0; index < 5; index++) await wrap(callOf(), () => Promise.reject(error())).catch(() => {})
    expect(breaker.state).toBe(state)
  })

  test('calls that are pinned to a version that is not there refuse nobody', async () => {
    const breaker = closed()
    const wrap = circuitBreaker(breaker)
    const nobody = () => Promise.reject(new Failure('unavailable'))
    for (let n = 0; n < 50; n++) await wrap(callOf({ pins: { orders: '9.9.9' } }), nobody).catch(() => {})
    expect(breaker.state).toBe('closed')
    for (let n = 0; n < 5; n++) await wrap(callOf({ pins: { inventory: '9.9.9' } }), nobody).catch(() => {})
    expect(breaker.state).toBe('open')
  })

  test('a reply passes through', async () => {
    const breaker = closed()
    expect(await circuitBreaker(breaker)(callOf(), async () => 'reply')).toBe('reply')
  })
})
