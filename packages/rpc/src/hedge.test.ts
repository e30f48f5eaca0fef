import type { Clock } from '@switchyard/runtime/clock'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CallerLeft } from './deadline.ts'
import { Failure } from './failure.ts'
import { hedge } from './hedge.ts'
import type { Call } from './link.ts'
import { OperationTimes } from './operation-times.ts'
import { callOf } from './testing/call.ts'
import { fleetOf } from './testing/fleet.ts'
import { TokenBudget } from './token-budget.ts'
import { TransportFault } from './transport-fault.ts'

const policy = { callers: ['anyone'], hedge: true } as const
const mutation = { kind: 'mutation', policy: { ...policy, idempotency: 'safe' } } as const
const inner = { envelope: { ...callOf().envelope, hops: 1 } }

interface SetUp {
  over?: Partial<Call>
  names?: string[]
  known?: number
  reserve?: number
}

/** A hedged call whose operation usually takes 20 ms; the test answers its questions in whatever order. */
function setUp({ over = {}, names = ['a', 'b'], known = 50, reserve = 5 }: SetUp = {}) {
  const { clock, peers } = fleetOf(names)
  const times = new OperationTimes({ clock })
  for (let n = 0; n < known; n++) times.record('byId', 20)
  const budget = new TokenBudget({ share: 0.05, reserve })
  const counted = { hedges: 0, hedgesWon: 0 }
  const questions: { call: Call; answer: (value: string) => void; fail: (error: Error) => void }[] = []
  const call = callOf({ policy, ...over })
  const outcome = hedge({ times, peers, budget, clock, counted })(call, (question) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    question.signal.addEventListener('abort', () => reject(question.signal.reason))
    questions.push({ call: question, answer: resolve, fail: reject })
    const next = peers.sound().find(({ entry }) => !question.tried.has(entry))
    if (next) question.tried.add(next.entry)
    return promise
  }).catch((error: unknown) => error)
  const question = (n: number) => {
    const found = questions[n]
    if (!found) throw new Error(`There is no question ${n}.`)
    return found
  }
  return { clock, budget, counted, questions, question, outcome, call }
}

/** Both questions are open. */
async function hedged(parts: SetUp = {}) {
  const made = setUp(parts)
  await made.clock.advance(30)
  expect(made.questions).toHaveLength(2)
  return made
}

describe('a second question', () => {
  test('is asked once the answer is later than most, and must go elsewhere', async () => {
    const { clock, questions, question, call } = setUp()
    await clock.advance(15)
    expect(questions).toHaveLength(1)
    await clock.advance(15)
    expect(questions).toHaveLength(2)
    expect(question(0).call.elsewhere).toBeUndefined()
    expect(question(1).call.elsewhere).toBe(true)
    expect(question(1).call.tried).toBe(call.tried)
  })

  test('is not asked when the first is answered in time', async () => {
    const { clock, questions, question, outcome, counted } = setUp()
    await clock.advance(10)
    question(0).answer('quick')
    expect(await outcome).toBe('quick')
    await clock.advance(1_000)
    expect([questions.length, counted.hedges]).toEqual([1, 0])
  })

  test('is not asked when the first fails before: repeating is another pattern’s work', async () => {
    const { clock, questions, question, outcome } = setUp()
    const error = new TransportFault('broken', '')
    question(0).fail(error)
    expect(await outcome).toBe(error)
    await clock.advance(1_000)
    expect(questions).toHaveLength(1)
  })

  test('is the only one: nobody is asked a third time', async () => {
    const { clock, questions } = await hedged()
    await clock.advance(10_000)
    expect(questions).toHaveLength(2)
  })

  const cases: [string, SetUp][] = [
    ['soon for an operation whose policy does not say so', { over: { policy: { callers: ['anyone'] } } }],
    ['for a mutation, even a safe one', { over: mutation }],
    ['for a call that is made while serving another', { over: inner }],
    ['before enough is known of how long it takes', { known: 19 }],
    ['when there is no other instance', { names: ['a'] }],
    ['when the budget is empty', { reserve: 0 }],
  ]
  test.each(cases)('is not asked %s', async (_, parts) => {
    const { clock, questions, question, outcome, counted } = setUp(parts)
    await clock.advance(1_000)
    question(0).answer('late')
    expect(await outcome).toBe('late')
    expect([questions.length, counted.hedges]).toEqual([1, 0])
  })
})

describe('at half of a query’s time', () => {
  const plain = { policy: { callers: ['anyone'] } } as const

  test.each([
    ['whatever its policy says', { over: plain }],
    ['also when the hedges are used up', { reserve: 0 }],
    ['also when nothing is known of how long it takes', { known: 0 }],
  ])('a second question is asked as another try, %s', async (_, { over = {}, ...parts }: SetUp) => {
    let paid = 0
    const anotherTry = () => ++paid > 0
    const { clock, questions, question, outcome } = setUp({ ...parts, over: { ...over, anotherTry } })
    await clock.advance(499)
    expect([questions.length, paid]).toEqual([1, 0])
    await clock.advance(1)
    expect([questions.length, paid]).toEqual([2, 1])
    question(1).answer('from elsewhere')
    expect(await outcome).toBe('from elsewhere')
  })

  test('nobody else is asked when that cannot be paid', async () => {
    const { clock, questions } = setUp({ over: { ...plain, anotherTry: () => false } })
    await clock.advance(900)
    expect(questions).toHaveLength(1)
  })
})

describe('the first answer wins', () => {
  test.each([
    ['first', 0, 1, 0],
    ['second', 1, 0, 1],
  ])('that of the %s, and the other question is withdrawn', async (_, winner, loser, hedgesWon) => {
    const { question, outcome, counted, call } = await hedged()
    question(winner).answer('reply')
    expect(await outcome).toBe('reply')
    expect(question(loser).call.signal.reason).toBeInstanceOf(CallerLeft)
    expect(call.signal.aborted).toBe(false)
    expect(counted).toEqual({ hedges: 1, hedgesWon })
  })

  test('a failure that the contract explains is an answer', async () => {
    const { question, outcome } = await hedged()
    const error = new Failure('not_found')
    question(1).fail(error)
    expect(await outcome).toBe(error)
    expect(question(0).call.signal.aborted).toBe(true)
  })
})

describe('a question that meets trouble', () => {
  const troubles: [string, Error][] = [
    ['a transport fault', new TransportFault('broken', '')],
    ['an unready instance', new Failure('unavailable')],
    ['a bug', new Failure('internal')],
  ]
  test.each(troubles)('leaves it to the other, when it is %s', async (_, error) => {
    for (const [one, other] of [[0, 1] as const, [1, 0] as const]) {
      const { question, outcome, clock } = await hedged()
      question(one).fail(error)
      await clock.advance(0)
      question(other).answer('reply')
      expect(await outcome).toBe('reply')
    }
  })

  test('decides the call when the other does too: what the first met counts', async () => {
    const { question, outcome } = await hedged()
    const error = new Failure('unavailable')
    question(1).fail(new TransportFault('refused', ''))
    question(0).fail(error)
    expect(await outcome).toBe(error)
  })
})

describe('a caller that leaves', () => {
  test('ends both questions', async () => {
    const caller = new AbortController()
    const { question, outcome } = await hedged({ over: { signal: caller.signal } })
    const gone = new CallerLeft()
    caller.abort(gone)
    expect(await outcome).toBe(gone)
    expect([question(0), question(1)].map(({ call }) => call.signal.reason)).toEqual([gone, gone])
  })

  test('before anything was asked is not asked for', async () => {
    const { question } = setUp({ over: { signal: AbortSignal.abort('gone') } })
    expect(question(0).call.signal.aborted).toBe(true)
  })
})

test('second questions are at most a twentieth of the calls and the reserve, however many are late', async () => {
  const property = fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 400 }), async (lates) => {
    const { clock: time, peers } = fleetOf(['a', 'b'])
    const times = new OperationTimes({ clock: time })
    for (let n = 0; n < 20; n++) times.record('byId', 20)
    let late = false
    // Time is over as soon as somebody waits for it, if this call is late.
    const after = (_ms: number, run: () => void) => {
      if (late) queueMicrotask(run)
      return () => {}
    }
    const clock: Clock = { now: () => 0, sleep: async () => {}, after }
    const counted = { hedges: 0, hedgesWon: 0 }
    const wrap = hedge({ times, peers, budget: new TokenBudget({ share: 0.05, reserve: 5 }), clock, counted })
    let asked = 0
    for (const [n, isLate] of lates.entries()) {
      late = isLate
      await wrap(callOf({ policy }), async () => {
        asked++
        for (let turns = 0; turns < 10; turns++) await Promise.resolve()
      })
      expect(counted.hedges).toBeLessThanOrEqual((n + 1) * 0.05 + 5 + 1e-6)
    }
    expect(asked).toBe(lates.length + counted.hedges)
    expect(counted.hedges).toBeGreaterThanOrEqual(Math.min(5, lates.filter(Boolean).length))
  })
  await fc.assert(property, { numRuns: 50 })
})
