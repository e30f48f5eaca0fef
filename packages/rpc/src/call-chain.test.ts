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

  test('finds an instance out that has become 2 s late before it has had ten calls more, and lets none of them wait for it', async () => {
    const { clock, parts } = setUp(hang)
    let late = false
    const longest = { ms: 0 }
    let sent = 0
    const send: Send = async ({ instance, signal }) => {
      const isLate = late && instance?.instanceId === 'a'
      if (isLate) sent++
      await clock.sleep(isLate ? 2_000 : 10, signal)
      signal.throwIfAborted()
      return 'reply'
    }
    const probe = async ({ instanceId }: Entry) =>
      clock.sleep(instanceId === 'a' ? 250 : 1).then(() => instanceId !== 'a')
    const chain = createChain({ ...parts, send, probe, ping: async () => true })
    const callEvery30Ms = async (times: number) => {
      for (let n = 0; n < times; n++) {
        const atMs = clock.now()
        void chain.send(callOf({}, atMs)).then(() => {
          longest.ms = Math.max(longest.ms, clock.now() - atMs)
        })
        await clock.advance(30)
      }
    }
    await callEvery30Ms(200)
    late = true
    await callEvery30Ms(60)
    await clock.advance(1_000)
    expect(chain.peers.all.map(({ out }) => out?.reason)).toEqual(['slow', undefined, undefined])
    expect([sent, longest.ms]).toEqual([expect.toSatisfy((n) => n < 10), expect.toSatisfy((ms) => ms < 400)])
  })

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
