import { type Clock, TestClock } from '@switchyard/runtime/clock'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Failure } from './failure.ts'
import type { Call } from './link.ts'
import { retry } from './retry.ts'
import { callOf } from './testing/call.ts'
import { TokenBudget } from './token-budget.ts'
import { TransportFault } from './transport-fault.ts'

const broken = () => new TransportFault('broken', 'broken')
const refused = () => new TransportFault('refused', 'refused')

/** Makes a call whose tries fail with these errors, one after the other; then it is answered. Time passes by itself. */
async function tryWith(call: Call, errors: Error[], from = budget()) {
  const clock = new TestClock(0)
  let tries = 0
  const mayFollow: (boolean | undefined)[] = []
  const next = async (attempt: Call) => {
    mayFollow.push(attempt.anotherTry?.())
    const error = errors[tries++]
    if (error) throw error
    return 'reply'
  }
  const outcome = retry({ clock, random: () => 1, budget: from })(call, next).catch((error: unknown) => error)
  await clock.advance(0)
  await clock.advance(1_000)
  return { outcome: await outcome, tries, mayFollow }
}

const budget = () => new TokenBudget({ share: 0.1, reserve: 10 })
const mutation = { kind: 'mutation' } as const
const keyed = { policy: { callers: ['anyone'], idempotency: 'key' } } as const
const safe = { policy: { callers: ['anyone'], idempotency: 'safe' } } as const
const never = { policy: { callers: ['anyone'], idempotency: 'never' } } as const

describe('is made again', () => {
  const cases: [string, Partial<Call> & { idempotencyKey?: string }, Error][] = [
    ['a query whose connection broke', {}, broken()],
    ['a query whose instance is silent', {}, new TransportFault('silent', '')],
    ['a query whose answer is late', {}, new TransportFault('late', '')],
    ['a query that met an unavailable instance', {}, new Failure('unavailable')],
    ['a call whose instance could not reach the stock room', {}, new Failure('inventory_unavailable')],
    ['a query that met a bug, which may be that of one instance', {}, new Failure('internal')],
    ['a mutation with its key', { ...mutation, ...keyed, idempotencyKey: 'k' }, broken()],
    ['a safe mutation', { ...mutation, ...safe }, broken()],
    ['any mutation that was refused at the door', { ...mutation, ...never }, refused()],
  ]
  test.each(cases)('%s', async (_, call, error) => {
    expect(await tryWith(callOf(call), [error])).toMatchObject({ outcome: 'reply', tries: 2 })
  })

  test('a call whose own first try is still being answered', async () => {
    const call = callOf({ ...mutation, ...keyed, idempotencyKey: 'k' })
    const { outcome } = await tryWith(call, [broken(), new Failure('idempotency_in_flight')])
    expect(outcome).toBe('reply')
  })
})

describe('is not made again', () => {
  const cases: [string, Partial<Call> & { idempotencyKey?: string }, Error][] = [
    ['a mutation without a key', { ...mutation, ...keyed }, broken()],
    [
      'a mutation that may not happen twice, though it has a key',
      { ...mutation, ...never, idempotencyKey: 'k' },
      broken(),
    ],
    ['a call that the contract refused', {}, new Failure('not_found')],
    [
      'a call whose key somebody else is using',
      { ...mutation, ...keyed, idempotencyKey: 'k' },
      new Failure('idempotency_in_flight'),
    ],
  ]
  test.each(cases)('%s', async (_, call, error) => {
    expect(await tryWith(callOf(call), [error])).toMatchObject({ outcome: error, tries: 1 })
  })

  test('a call that meets a bug for the second time', async () => {
    const last = new Failure('internal')
    expect(await tryWith(callOf(), [broken(), last])).toMatchObject({ outcome: last, tries: 2 })
    expect(await tryWith(callOf(), [new Failure('internal'), last])).toMatchObject({ outcome: last, tries: 2 })
  })

  test('a call that was told late that nobody is available, since it had rather hear so than wait', async () => {
    const clock = new TestClock(0)
    const triesAfter = async (ms: number) => {
      let tries = 0
      const next = async () => {
        tries++
        await clock.sleep(ms)
        throw new Failure('unavailable')
      }
      const call = callOf({}, clock.now())
      const outcome = retry({ clock, random: () => 0, budget: budget() })(call, next).catch((error: unknown) => error)
      for (let n = 0; n < 4; n++) await clock.advance(ms)
      expect(await outcome).toMatchObject({ code: 'unavailable' })
      return tries
    }
    expect([await triesAfter(10), await triesAfter(200), await triesAfter(400)]).toEqual([3, 2, 1])
  })

  test('a call to a version that is not there, which would only cost others the budget', async () => {
    const from = budget()
    const pinned = callOf({ pins: { orders: '9.9.9' } })
    expect(await tryWith(pinned, [new Failure('unavailable')], from)).toMatchObject({ tries: 1 })
  })

  test('a call after three tries', async () => {
    const last = broken()
    expect(await tryWith(callOf(), [broken(), broken(), last, broken()])).toMatchObject({ outcome: last, tries: 3 })
  })

  test('a call that nobody waits for', async () => {
    expect(await tryWith(callOf({ signal: AbortSignal.abort() }), [broken()])).toMatchObject({ tries: 1 })
  })

  test('a call whose caller leaves while it waits for its next try', async () => {
    const leaving = new AbortController()
    const last = broken()
    const outcome = tryWith(callOf({ signal: leaving.signal }), [last])
    leaving.abort()
    expect(await outcome).toMatchObject({ outcome: last, tries: 1 })
  })
})

test('what was refused is repeated at once, what broke after a random part of a doubling wait', async () => {
  const waits: number[] = []
  const clock = new TestClock(0)
  const recording = { now: () => clock.now(), sleep: async (ms: number) => void waits.push(ms), after: () => () => {} }
  const errors = [refused(), broken(), broken(), broken()]
  const fail = () => Promise.reject(errors.shift())
  await retry({ clock: recording, random: () => 0.5, budget: budget(), triesMax: 4, backoffMs: 20 })(
    callOf(),
    fail,
  ).catch(() => {})
  expect(waits).toEqual([20, 40])
})

describe('a call made while serving another one', () => {
  const inner = callOf()
  inner.envelope.hops = 1
  const gone: [string, Error][] = [
    ['refuses', refused()],
    ['breaks off', broken()],
    ['is silent', new TransportFault('silent', '')],
    ['has a bug, once', new Failure('internal')],
  ]
  test.each(gone)('is made again when the instance %s', async (_, error) => {
    expect(await tryWith(inner, [error])).toMatchObject({ outcome: 'reply', tries: 2 })
  })

  const answered: [string, Error][] = [
    ['late', new TransportFault('late', '')],
    ['unavailable', new Failure('unavailable')],
  ]
  test.each(answered)('is left to whoever made the outer one when the answer is %s', async (_, error) => {
    expect(await tryWith(inner, [error])).toMatchObject({ outcome: error, tries: 1 })
  })
})

describe('the budget', () => {
  const empty = () => new TokenBudget({ share: 0, reserve: 0 })

  test('tells each try whether another may follow, and pays for that one alone', async () => {
    const errors = [broken(), broken(), broken()]
    expect((await tryWith(callOf(), errors)).mayFollow).toEqual([true, true, false])
    expect((await tryWith(callOf(), errors, empty())).mayFollow).toEqual([false])
    expect((await tryWith(callOf(), errors, new TokenBudget({ share: 0, reserve: 1 }))).mayFollow).toEqual([
      true,
      false,
    ])
  })

  test('is not asked for what was refused at the door', async () => {
    expect(await tryWith(callOf(), [refused(), refused()], empty())).toMatchObject({ outcome: 'reply', tries: 3 })
  })

  test('holds repeats to a tenth of the calls and the reserve, whatever happens', async () => {
    const faults = {
      refused,
      broken,
      unavailable: () => new Failure('unavailable'),
      bug: () => new Failure('internal'),
    }
    const happening = fc.constantFrom('refused', 'broken', 'unavailable', 'bug', 'answer')
    const property = fc.asyncProperty(fc.array(happening, { maxLength: 500 }), async (happenings) => {
      const wrap = retry({ clock: instant, random: () => 1, budget: budget() })
      const seen = { calls: 0, repeats: 0 }
      for (let at = 0; at < happenings.length; ) {
        seen.calls++
        let before: string | undefined
        const next = async () => {
          if (before !== undefined && before !== 'refused') seen.repeats++
          before = happenings[at++] ?? 'answer'
          if (before !== 'answer') throw faults[before as keyof typeof faults]()
        }
        await wrap(callOf(), next).catch(() => {})
        expect(seen.repeats).toBeLessThanOrEqual(seen.calls * 0.1 + 10 + 1e-6)
      }
    })
    await fc.assert(property)
  })

  test('holds a storm to 1.1 tries a call and the reserve', async () => {
    const counted = { calls: 0, retries: 0 }
    const wrap = retry({ clock: instant, random: () => 1, budget: budget(), counted })
    let tries = 0
    const fail = () => {
      tries++
      return Promise.reject(new Failure('unavailable'))
    }
    for (let n = 0; n < 1_000; n++) await wrap(callOf(), fail).catch(() => {})
    expect(tries).toBeLessThanOrEqual(1_110)
    expect(tries).toBeGreaterThan(1_100)
    expect(counted).toEqual({ calls: 1_000, retries: tries - 1_000 })
  })
})

/** Nobody waits. */
const instant: Clock = { now: () => 0, sleep: async () => {}, after: () => () => {} }
