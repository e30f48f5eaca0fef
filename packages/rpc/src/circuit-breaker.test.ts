import { TestClock } from '@switchyard/runtime/clock'
import { describe, expect, test } from 'vitest'
import { CircuitBreaker, type Outcome } from './circuit-breaker.ts'
import { Failure } from './failure.ts'

const hourMs = 3_600_000

function setUp() {
  const clock = new TestClock()
  const breaker = new CircuitBreaker({ clock, faultsMax: 5, openMs: 1_000 })
  const end = (outcome: Outcome, times = 1) => {
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

  test('opens when half of twenty calls in ten seconds got no good answer, also an hour after start', async () => {
    const { breaker, clock, end } = setUp()
    await clock.advance(hourMs)
    for (let n = 0; n < 9; n++) {
      end('failed')
      end('answered')
    }
    end('answered')
    expect(breaker.state).toBe('closed')
    end('failed')
    expect(breaker.state).toBe('open')
  })

  test('stays closed while more than half of many calls are answered', () => {
    const { breaker, end } = setUp()
    for (let n = 0; n < 100; n++) {
      end('answered', 2)
      end('unanswered')
      end('failed')
      end('answered')
    }
    expect(breaker.state).toBe('closed')
  })

  test('forgets bad answers of more than ten seconds ago', async () => {
    const { breaker, clock, end } = setUp()
    for (let n = 0; n < 9; n++) {
      end('failed')
      end('answered')
    }
    await clock.advance(10_000)
    end('failed', 2)
    expect(breaker.state).toBe('closed')
  })

  test('takes an answer that is none neither for an answer nor for silence', () => {
    const { breaker, end } = setUp()
    end('unanswered', 4)
    end('failed', 3)
    expect(breaker.state).toBe('closed')
    end('unanswered')
    expect(breaker.state).toBe('open')
  })

  test('has no trial to wait for', () => {
    const { breaker } = setUp()
    expect([breaker.trialInMs, breaker.openMs]).toEqual([null, 1_000])
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

  test('ignores the end of calls that began before it opened, good or bad', async () => {
    const { breaker, clock, end } = setUp()
    const early = [breaker.enter(), breaker.enter()]
    end('unanswered', 5)
    await clock.advance(900)
    early[0]?.('answered')
    early[1]?.('unanswered')
    expect(breaker.state).toBe('open')
    await clock.advance(100)
    expect(breaker.state).toBe('half-open')
  })

  test('counts down to its trial', async () => {
    const { breaker, clock, end } = setUp()
    end('unanswered', 5)
    expect(breaker.trialInMs).toBe(1_000)
    await clock.advance(700)
    expect(breaker.trialInMs).toBe(300)
    await clock.advance(hourMs)
    expect([breaker.state, breaker.trialInMs]).toEqual(['half-open', 0])
  })

  test('asks to come back in a moment, not at once, when its time is nearly over', async () => {
    const { breaker, clock, end } = setUp()
    end('unanswered', 5)
    await clock.advance(999)
    expect(() => breaker.enter()).toThrow(expect.objectContaining({ details: { retryAfterMs: 100 } }))
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

  test('remembers nothing bad once the trial was answered', async () => {
    const { breaker, clock, end } = setUp()
    for (let n = 0; n < 9; n++) {
      end('failed')
      end('answered')
    }
    end('failed', 2)
    expect(breaker.state).toBe('open')
    await clock.advance(1_000)
    end('answered')
    end('failed', 10)
    expect(breaker.state).toBe('closed')
  })

  test('ignores the end of calls that began before it opened', async () => {
    const { breaker, clock, end } = setUp()
    const early = [breaker.enter(), breaker.enter(), breaker.enter()]
    end('unanswered', 5)
    await clock.advance(1_000)
    early[0]?.('unanswered')
    early[1]?.('answered')
    expect(breaker.state).toBe('half-open')
    end('answered')
    early[2]?.('unanswered')
    end('unanswered', 4)
    expect(breaker.state).toBe('closed')
  })

  test.each(['unanswered', 'failed'] as const)(
    'opens for the whole time again when the trial is %s',
    async (outcome) => {
      const { breaker, clock, end } = await halfOpen()
      end(outcome)
      await clock.advance(999)
      expect(breaker.state).toBe('open')
      await clock.advance(1)
      expect(breaker.state).toBe('half-open')
    },
  )

  test.each(['unanswered', 'failed'] as const)(
    'opens again for one %s trial, however long ago the rest was',
    async (outcome) => {
      const { breaker, clock, end } = setUp()
      for (let n = 0; n < 10; n++) {
        end('answered')
        end('failed')
      }
      expect(breaker.state).toBe('open')
      await clock.advance(hourMs)
      end(outcome)
      expect(breaker.state).toBe('open')
    },
  )

  test('lets another call try when the caller of the trial left', async () => {
    const { breaker, end } = await halfOpen()
    end('left')
    expect(breaker.state).toBe('half-open')
    end('answered')
    expect(breaker.state).toBe('closed')
  })
})
