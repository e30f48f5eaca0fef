import { TestClock } from '@switchyard/runtime/clock'
import { describe, expect, test } from 'vitest'
import { CircuitBreaker, circuitBreaker } from './circuit-breaker.ts'
import { CallerLeft } from './deadline.ts'
import { Failure } from './failure.ts'
import { callOf } from './testing/call.ts'
import { TransportFault } from './transport-fault.ts'

const hourMs = 3_600_000

function setUp() {
  const clock = new TestClock()
  const breaker = new CircuitBreaker({ clock, faultsMax: 5, openMs: 1_000 })
  const end = (outcome: 'answered' | 'unanswered' | 'left', times = 1) => {
    for (let index = 0; index < times; index++) breaker.enter()(outcome)
  }
  return { clock, breaker, end }
}

describe('closed', () => {
  test('stays closed through four failures in a row', () => {
    const { breaker, end } = setUp()
    end('unanswered', 4)
    expect(breaker.state).toBe('closed')
  })

  test('opens after five failures in a row, also an hour after start', async () => {
    const { breaker, clock, end } = setUp()
    await clock.advance(hourMs)
    end('unanswered', 5)
    expect(breaker.state).toBe('open')
    await clock.advance(999)
    expect(breaker.state).toBe('open')
  })

  test('forgets failures at the first answer', () => {
    const { breaker, end } = setUp()
    end('unanswered', 4)
    end('answered')
    end('unanswered', 4)
    expect(breaker.state).toBe('closed')
  })

  test('learns nothing from callers that leave', () => {
    const { breaker, end } = setUp()
    end('left', 50)
    expect(breaker.state).toBe('closed')
  })
})

describe('open', () => {
  test('refuses as unavailable and says when to come back', async () => {
    const { breaker, clock, end } = setUp()
    end('unanswered', 5)
    await clock.advance(400)
    expect(() => breaker.enter()).toThrow(
      expect.objectContaining({ code: 'unavailable', details: { retryAfterMs: 600 } }),
    )
  })

  test('ignores the end of calls that began before it opened', () => {
    const { breaker, end } = setUp()
    const early = breaker.enter()
    end('unanswered', 5)
    early('answered')
    expect(breaker.state).toBe('open')
  })

  test('becomes half-open when its time is over', async () => {
    const { breaker, clock, end } = setUp()
    end('unanswered', 5)
    await clock.advance(1_000)
    expect(breaker.state).toBe('half-open')
  })
})

describe('half-open', () => {
  async function halfOpen() {
    const parts = setUp()
    parts.end('unanswered', 5)
    await parts.clock.advance(1_000)
    return parts
  }

  test('lets one call try and refuses the others meanwhile', async () => {
    const { breaker } = await halfOpen()
    breaker.enter()
    expect(() => breaker.enter()).toThrow(Failure)
  })

  test('closes when the trial is answered', async () => {
    const { breaker, end } = await halfOpen()
    end('answered')
    expect(breaker.state).toBe('closed')
    end('unanswered', 4)
    expect(breaker.state).toBe('closed')
  })

  test('opens for the whole time again when the trial is not answered', async () => {
    const { breaker, clock, end } = await halfOpen()
    end('unanswered')
    await clock.advance(999)
    expect(breaker.state).toBe('open')
    await clock.advance(1)
    expect(breaker.state).toBe('half-open')
  })

  test('lets another call try when the caller of the trial left', async () => {
    const { breaker, end } = await halfOpen()
    end('left')
    end('answered')
    expect(breaker.state).toBe('closed')
  })
})

describe('around a call', () => {
  const outcomes: [string, () => Error, 'open' | 'closed'][] = [
    ['transport faults', () => new TransportFault('broken', ''), 'open'],
    ['unavailable replies', () => new Failure('unavailable'), 'open'],
    ['failures of the contract', () => new Failure('not_found'), 'closed'],
    ['bugs', () => new Failure('internal'), 'closed'],
    ['callers that left', () => new CallerLeft(), 'closed'],
  ]
  test.each(outcomes)('%s leave it as they should', async (_, error, state) => {
    const { breaker } = setUp()
    const wrap = circuitBreaker(breaker)
    for (let index = 0; index < 5; index++) await wrap(callOf(), () => Promise.reject(error())).catch(() => {})
    expect(breaker.state).toBe(state)
  })

  test('a reply passes through', async () => {
    const { breaker } = setUp()
    expect(await circuitBreaker(breaker)(callOf(), async () => 'reply')).toBe('reply')
  })
})
