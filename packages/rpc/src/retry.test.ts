import { TestClock } from '@switchyard/runtime/clock'
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
async function tryWith(call: Call, errors: Error[]) {
  const clock = new TestClock(0)
  let tries = 0
  const next = async () => {
    const error = errors[tries++]
    if (error) throw error
    return 'reply'
  }
  const outcome = retry({ clock, random: () => 1, budget: budget() })(call, next).catch((error: unknown) => error)
  await clock.advance(0)
  await clock.advance(1_000)
  return { outcome: await outcome, tries }
}

const budget = () => new TokenBudget({ share: 0.1, reserve: 10 })
const mutation = { kind: 'mutation' } as const
const keyed = { policy: { callers: ['anyone'], idempotency: 'key' } } as const
const safe = { policy: { callers: ['anyone'], idempotency: 'safe' } } as const
const never = { policy: { callers: ['anyone'], idempotency: 'never' } } as const

describe('is made again', () => {
  const cases: [string, Partial<Call> & { idempotencyKey?: string }, Error][] = [
    ['a query whose connection broke', {}, broken()],
    ['a query that met an unavailable instance', {}, new Failure('unavailable')],
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
