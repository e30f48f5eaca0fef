import { TestClock } from '@switchyard/runtime/clock'
import { describe, expect, test } from 'vitest'
import { CallerLeft, deadline } from './deadline.ts'
import { Failure } from './failure.ts'
import { fallback, WithLastGood } from './fallback.ts'
import type { Call, Wrap } from './link.ts'
import { callOf } from './testing/call.ts'
import { TransportFault } from './transport-fault.ts'

const policy = { callers: ['anyone'], fallback: 'last-good' } as const
const away = () => new Failure('unavailable', { retryAfterMs: 700 })

function setUp(keptMax = 1_000) {
  const clock = new TestClock(0)
  const wrap: Wrap = fallback({ clock, keptMax })
  const answer = (value: string, over: Parameters<typeof callOf>[0] = {}) =>
    wrap(callOf({ policy, ...over }), async () => value)
  const fail = (error: Error, over: Parameters<typeof callOf>[0] = {}) =>
    wrap(callOf({ policy, ...over }), () => Promise.reject(error)).catch((caught: unknown) => caught)
  return { clock, wrap, answer, fail }
}

describe('when nobody answers', () => {
  const nobody: [string, Error][] = [
    ['the service is unavailable', away()],
    ['everybody is too busy', new Failure('overloaded')],
    ['everybody meets a bug', new Failure('internal')],
    ['no connection holds', new TransportFault('broken', '')],
  ]
  test.each(nobody)('since %s, the failure brings the last good answer and its time', async (_, error) => {
    const { clock, answer, fail } = setUp()
    await clock.advance(5)
    await answer('old')
    await clock.advance(5)
    await answer('newer')
    await clock.advance(60_000)
    const caught = await fail(error)
    expect(caught).toBeInstanceOf(WithLastGood)
    expect(caught).toMatchObject({ lastGood: { value: 'newer', sinceMs: 10 }, cause: error })
  })

  test('the failure says what it would have said, also when to come back', async () => {
    const { answer, fail } = setUp()
    await answer('old')
    expect(await fail(away())).toMatchObject({ code: 'unavailable', details: { retryAfterMs: 700 } })
    expect(await fail(new TransportFault('silent', ''))).toMatchObject({
      code: 'unavailable',
      message: 'orders does not answer.',
    })
  })

  test('within the deadline, the last good answer is brought as well', async () => {
    const { clock, wrap, answer } = setUp()
    await answer('old')
    const caught = wrap(callOf({ policy }), (call) => deadline({ clock })(call, () => new Promise(() => {}))).catch(
      (error: unknown) => error,
    )
    await clock.advance(1_000)
    expect(await caught).toMatchObject({ code: 'unavailable', lastGood: { value: 'old' } })
  })

  test('and nobody ever did, the failure comes alone', async () => {
    const error = away()
    expect(await setUp().fail(error)).toBe(error)
  })
})

describe('no old answer', () => {
  test('is given to who has pinned another version', async () => {
    const { answer, fail } = setUp()
    await answer('of any')
    await answer('of 1', { pins: { orders: '1' } })
    expect(await fail(away(), { pins: { orders: '1' } })).toMatchObject({ lastGood: { value: 'of 1' } })
    expect(await fail(away(), { pins: { orders: '2' } })).not.toBeInstanceOf(WithLastGood)
  })

  test('is given for another question', async () => {
    const { answer, fail } = setUp()
    await answer('one', { input: { sku: 'one' } })
    const error = away()
    expect(await fail(error, { input: { sku: 'two' } })).toBe(error)
    expect(await fail(error, { input: { sku: 'one' }, name: 'list' })).toBe(error)
    expect(await fail(error, { input: { sku: 'one' } })).toMatchObject({ lastGood: { value: 'one' } })
  })

  test('is given to a caller that has left', async () => {
    const { answer, fail } = setUp()
    await answer('old')
    const left = new CallerLeft()
    expect(await fail(left)).toBe(left)
    const error = away()
    expect(await fail(error, { signal: AbortSignal.abort() })).toBe(error)
  })

  test('stands in for a failure that the contract explains', async () => {
    const { answer, fail } = setUp()
    await answer('old')
    const error = new Failure('not_found')
    expect(await fail(error)).toBe(error)
  })

  const kept: [string, Partial<Call>][] = [
    ['of an operation whose policy does not say so', { policy: { callers: ['anyone'] } }],
    ['of an operation that not anyone may call', { policy: { ...policy, callers: ['shopper'] } }],
  ]
  test.each(kept)('is kept %s', async (_, over) => {
    const { answer, fail } = setUp()
    await answer('private', over)
    const error = away()
    expect(await fail(error, over)).toBe(error)
    expect(await fail(error)).toBe(error)
  })

  test('is kept beyond so many: the oldest are forgotten first', async () => {
    const { answer, fail } = setUp(2)
    for (const sku of ['one', 'two', 'three']) await answer(sku, { input: { sku } })
    const error = away()
    expect(await fail(error, { input: { sku: 'one' } })).toBe(error)
    expect(await fail(error, { input: { sku: 'two' } })).toMatchObject({ lastGood: { value: 'two' } })
  })

  test('is made of a failure', async () => {
    const { answer, fail } = setUp()
    await answer('good')
    await fail(new Failure('not_found'))
    expect(await fail(away())).toMatchObject({ lastGood: { value: 'good' } })
  })
})

test('an answer passes as it is', async () => {
  expect(await setUp().answer('reply')).toBe('reply')
})
