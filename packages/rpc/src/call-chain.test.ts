import type { CallPattern, LabScope } from '@switchyard/contracts/lab'
import { silentLog } from '@switchyard/runtime/log'
import { describe, expect, test } from 'vitest'
import { createChain } from './call-chain.ts'
import type { Entry } from './discovery.ts'
import { Failure } from './failure.ts'
import type { Send } from './link.ts'
import { callOf } from './testing/call.ts'
import { fleetOf } from './testing/fleet.ts'
import { seededRandom } from './testing/seeded-random.ts'
import { TransportFault } from './transport-fault.ts'

/** A chain in front of `send`, with whichever patterns are left; `a`, which is the bad one, answers no pings. */
function setUp(send: Send, lab: Partial<LabScope> = {}, names = ['a', 'b', 'c']) {
  const fleet = fleetOf(names)
  const { watch, clock } = fleet
  const asked: string[] = []
  const counting: Send = (call) => {
    asked.push(call.instance?.instanceId ?? 'nobody')
    return send(call)
  }
  const ask = async ({ instanceId }: Entry) => instanceId !== 'a'
  const parts = { watch, clock, log: silentLog, random: seededRandom(), ping: ask, probe: ask, send: counting }
  const chain = createChain(parts, lab)
  /** Makes a call and lets time pass until it has ended. */
  const call = async (over: Parameters<typeof callOf>[0] = {}) => {
    const outcome = chain.send(callOf(over, clock.now())).catch((error: unknown) => error)
    await clock.advance(0)
    await clock.advance(1_000)
    return await outcome
  }
  return { ...fleet, parts, chain, asked, call }
}

/** Waits until it is aborted, as a transport does. */
const hang: Send = ({ signal }) =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason))
  })
const brokenAt =
  (bad: string): Send =>
  async ({ instance }) => {
    if (instance?.instanceId === bad) throw new TransportFault('broken', '')
    return 'reply'
  }
const hungAt =
  (bad: string): Send =>
  (call) =>
    call.instance?.instanceId === bad ? hang(call) : Promise.resolve('reply')

const without = (...patterns: CallPattern[]) => ({ without: patterns })

describe('the whole chain', () => {
  test('answers every call while one of three breaks', async () => {
    const { call, chain, asked } = setUp(brokenAt('a'))
    for (let n = 0; n < 50; n++) expect(await call()).toBe('reply')
    expect(asked.filter((id) => id === 'a')).toHaveLength(1)
    expect(chain.counted).toMatchObject({ calls: 50, retries: 1 })
  })

  test('answers every call while one of three hangs, and asks it once', async () => {
    const { call, asked } = setUp(hungAt('a'))
    for (let n = 0; n < 50; n++) expect(await call()).toBe('reply')
    expect(asked.filter((id) => id === 'a')).toHaveLength(1)
  })

  test('ends a call at its deadline when everybody hangs, and leaves nothing under way', async () => {
    const { call, chain } = setUp(hang)
    expect(await call()).toMatchObject({ code: 'unavailable' })
    expect(chain.hold.inFlight).toBe(0)
    expect(chain.peers.all.map(({ pending }) => pending)).toEqual([0, 0, 0])
  })

  test('makes do with the last good answer when everybody hangs', async () => {
    const policy = { callers: ['anyone'], fallback: 'last-good' } as const
    let frozen = false
    const { call } = setUp((attempt) => (frozen ? hang(attempt) : Promise.resolve('old')))
    expect(await call({ policy })).toBe('old')
    frozen = true
    expect(await call({ policy })).toMatchObject({ code: 'unavailable', lastGood: { value: 'old' } })
  })

  /** A call every 30 ms; `a` answers after 10 ms like the others until it is hurt. How many it was sent since, until when, and how long the longest took. */
  async function hurtUnderLoad(hurt: { answerMs: number; pings: boolean }, over: Parameters<typeof callOf>[0] = {}) {
    const { clock, parts } = setUp(hang)
    let isHurt = false
    const seen = { sent: 0, lastSentMs: 0, longestMs: 0 }
    const isBad = (instance: Entry | undefined) => isHurt && instance?.instanceId === 'a'
    const send: Send = async ({ instance, signal }) => {
      if (isBad(instance)) Object.assign(seen, { sent: seen.sent + 1, lastSentMs: clock.now() - hurtAtMs })
      await clock.sleep(isBad(instance) ? hurt.answerMs : 10, signal)
      signal.throwIfAborted()
      return 'reply'
    }
    const word = async (instance: Entry, badMs: number) => {
      await clock.sleep(isBad(instance) ? badMs : 1)
      return !isBad(instance)
    }
    const ping = (instance: Entry) => (hurt.pings ? Promise.resolve(true) : word(instance, 1_000))
    const chain = createChain({ ...parts, send, ping, probe: (instance) => word(instance, 250) })
    const callEvery30Ms = async (times: number) => {
      for (let n = 0; n < times; n++) {
        const atMs = clock.now()
        void chain.send(callOf(over, atMs)).then(() => {
          seen.longestMs = Math.max(seen.longestMs, clock.now() - atMs)
        })
        await clock.advance(30)
      }
    }
    await callEvery30Ms(200)
    const hurtAtMs = clock.now()
    isHurt = true
    await callEvery30Ms(60)
    await clock.advance(1_000)
    return { ...seen, out: chain.peers.all.map(({ out }) => out?.reason) }
  }

  test('finds an instance out that has become 2 s late before it has had ten calls more, and lets none of them wait for it', async () => {
    const { sent, longestMs, out } = await hurtUnderLoad({ answerMs: 2_000, pings: true })
    expect(out).toEqual(['slow', undefined, undefined])
    expect(sent).toBeLessThan(10)
    expect(longestMs).toBeLessThan(400)
  })

  const keyed = { kind: 'mutation', policy: { callers: ['anyone'], idempotency: 'key' }, idempotencyKey: 'k' } as const
  test.each([
    ['query', {}],
    ['mutation with its key', keyed],
  ] as const)(
    'sends no %s to an instance that has been frozen for 150 ms, and answers those that it was sent within 120',
    async (_, over) => {
      const { sent, lastSentMs, longestMs, out } = await hurtUnderLoad({ answerMs: 60_000, pings: false }, over)
      expect(out).toEqual(['silent', undefined, undefined])
      expect(sent).toBeGreaterThan(0)
      expect(lastSentMs).toBeLessThanOrEqual(150)
      expect(longestMs).toBeLessThanOrEqual(120)
    },
  )

  test('holds the tries of a service that fails altogether to 1.1 of the calls and the reserve', async () => {
    const { call, asked } = setUp(() => Promise.reject(new Failure('unavailable')))
    for (let n = 0; n < 300; n++) await call()
    expect(asked.length).toBeLessThanOrEqual(300 * 1.1 + 20)
  })
})

describe('without', () => {
  test('retry a call meets what its first try met', async () => {
    const { call } = setUp(brokenAt('a'), { ...without('retry'), strategy: 'round-robin' })
    const outcomes = [await call(), await call(), await call()]
    expect(outcomes.filter((one) => one === 'reply')).toHaveLength(2)
  })

  test('ejection the broken instance is asked again and again', async () => {
    const { call, asked } = setUp(brokenAt('a'), { ...without('ejection'), strategy: 'round-robin' })
    for (let n = 0; n < 30; n++) await call()
    expect(asked.filter((id) => id === 'a').length).toBeGreaterThan(5)
  })

  test('leave-hung a call waits for the hung instance until its deadline', async () => {
    const { call } = setUp(hungAt('a'), { ...without('leave-hung', 'ejection', 'hedge'), strategy: 'round-robin' })
    const outcomes = [await call(), await call(), await call()]
    expect(outcomes.filter((one) => one === 'reply')).toHaveLength(2)
  })

  test('the breaker a service that does not answer is asked each time', async () => {
    const fail = () => Promise.reject(new TransportFault('broken', ''))
    const [whole, bare] = [setUp(fail), setUp(fail, without('circuit-breaker'))]
    for (const { chain, clock } of [whole, bare]) {
      for (let n = 0; n < 50; n++) {
        const ended = chain.send(callOf({}, clock.now())).catch(() => {})
        await clock.advance(0)
        await clock.advance(80)
        await ended
      }
    }
    expect(whole.asked.length).toBeLessThan(50)
    expect(bare.asked.length).toBeGreaterThanOrEqual(50)
    expect(bare.chain.breaker.state).toBe('closed')
  })

  test('the bulkhead nobody is counted in', async () => {
    const { chain } = setUp(hang, without('bulkhead'))
    for (let n = 0; n < 600; n++) chain.send(callOf()).catch(() => {})
    await new Promise((resolve) => setImmediate(resolve))
    expect(chain.hold.inFlight).toBe(0)
    expect(chain.peers.all.reduce((sum, { pending }) => sum + pending, 0)).toBe(600)
  })

  test('every pattern a call is still balanced and ends at its deadline', async () => {
    const all: CallPattern[] = ['fallback', 'bulkhead', 'circuit-breaker', 'retry', 'hedge', 'ejection', 'leave-hung']
    const { call, asked } = setUp(hang, { ...without(...all, 'try-timeout'), strategy: 'round-robin' })
    for (let n = 0; n < 6; n++) expect(await call()).toMatchObject({ code: 'unavailable' })
    expect(asked.toSorted()).toEqual(['a', 'a', 'b', 'b', 'c', 'c'])
  })
})

test('two chains share no state: what one has met the other does not know', async () => {
  const { parts, call, chain } = setUp(() => Promise.reject(new TransportFault('broken', '')))
  const other = createChain(parts, without('hedge'))
  for (let n = 0; n < 5; n++) await call()
  expect(chain.peers.all.some(({ out }) => out)).toBe(true)
  expect(other.peers.all.some(({ out }) => out)).toBe(false)
  expect([other.breaker.state, other.budget.left, other.counted.calls]).toEqual(['closed', other.budget.max, 0])
})
