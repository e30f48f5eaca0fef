import type { Attempt } from '@switchyard/contracts/lab'
import { describe, expect, test } from 'vitest'
import type { Entry } from './discovery.ts'
import { Failure } from './failure.ts'
import type { Call } from './link.ts'
import { LoadBalancer } from './load-balancer.ts'
import { OperationTimes } from './operation-times.ts'
import { callOf } from './testing/call.ts'
import { entryOf } from './testing/entry.ts'
import { fleetOf } from './testing/fleet.ts'
import { seededRandom } from './testing/seeded-random.ts'
import { TransportFault } from './transport-fault.ts'

type Balanced = Partial<ConstructorParameters<typeof LoadBalancer>[0]>

function setUp(first: (string | Entry)[], { zone, ...over }: Balanced & { zone?: string } = {}) {
  const fleet = fleetOf(first, { ...(zone && { zone }) })
  const { clock, peers, watch } = fleet
  const times = new OperationTimes({ clock })
  const balancer = new LoadBalancer({ peers, watch, times, clock, random: seededRandom(), ...over })
  const pickId = (call = callOf()) => balancer.send(call, async ({ instance }) => instance?.instanceId)
  const share = async (id: string, { calls = 1_000, call = callOf }: { calls?: number; call?: () => Call } = {}) => {
    let chosen = 0
    for (let n = 0; n < calls; n++) if ((await pickId(call())) === id) chosen++
    return chosen / calls
  }
  return { ...fleet, times, balancer, pickId, share }
}

const forever = () => new Promise<never>(() => {})
const queryBy = (balance: Call['policy']['balance'], input: unknown = {}) =>
  callOf({ input, policy: { callers: ['anyone'], ...(balance && { balance }) } })
const pinned = (version: string) => {
  const call = callOf()
  return { ...call, envelope: { ...call.envelope, pins: { orders: version } } }
}

describe('choosing', () => {
  test('the less busy one of two is the default, and calls of the same moment see one another', () => {
    const { balancer, peers } = setUp(['a', 'b'])
    for (let n = 0; n < 10; n++) void balancer.send(callOf(), forever)
    expect(peers.all.map(({ pending }) => pending)).toEqual([5, 5])
  })

  test('an operation’s policy names the strategy', async () => {
    const { pickId, share, balancer, watch } = setUp([entryOf('a', { weight: 3 }), 'b'])
    const [, b] = watch.entries
    void balancer.send(callOf({ tried: new Set(b ? [b] : []) }), forever)
    expect(await share('a', { call: () => queryBy('round-robin') })).toBe(0.5)
    expect(await share('a', { call: () => queryBy('weighted') })).toBe(0.75)
    const ids = new Set<string | undefined>()
    for (let n = 0; n < 20; n++) ids.add(await pickId(queryBy({ hash: 'sku' }, { sku: 'one', page: n })))
    expect(ids.size).toBe(1)
  })

  test('operations hashed by different fields do not share a strategy', async () => {
    const { pickId } = setUp(['a', 'b', 'c', 'd', 'e'])
    const ids = new Set<string | undefined>()
    for (let n = 0; n < 50; n++) ids.add(await pickId(queryBy({ hash: 'page' }, { sku: 'one', page: n })))
    expect(ids.size).toBe(5)
    ids.clear()
    for (let n = 0; n < 50; n++) ids.add(await pickId(queryBy({ hash: 'sku' }, { sku: 'one', page: n })))
    expect(ids.size).toBe(1)
  })

  test('a strategy that is given stands above every policy', async () => {
    const { share } = setUp([entryOf('a', { weight: 3 }), 'b'], { strategy: 'weighted' })
    expect(await share('a', { call: () => queryBy('round-robin') })).toBe(0.75)
  })

  test('whoever is left out gets no call, and a newcomer few at first', async () => {
    const { share, peers, peer, join, clock } = setUp(['a', 'b'])
    peers.leaveOut(peer('a'), 'refused')
    expect(await share('b')).toBe(1)
    peers.takeBack(peer('a'))
    expect(await share('a')).toBeLessThan(0.25)
    await clock.advance(1_000)
    join('c')
    expect(await share('c')).toBeLessThan(0.12)
    await clock.advance(1_000)
    expect(await share('c')).toBeCloseTo(1 / 3, 1)
  })

  test('the caller’s own zone comes first', async () => {
    const { share } = setUp([entryOf('near'), entryOf('far', { zone: 'b' })], { zone: 'a' })
    expect(await share('near', { calls: 50 })).toBe(1)
  })

  test('a canary gets its weight of the calls, and all that are pinned to its version', async () => {
    const { share } = setUp([entryOf('a', { weight: 19 }), entryOf('canary', { version: '2' })], {
      strategy: 'weighted',
    })
    expect(await share('canary')).toBe(0.05)
    expect(await share('canary', { call: () => pinned('2') })).toBe(1)
    expect(await share('canary', { call: () => pinned('1') })).toBe(0)
  })

  test('a call pinned to a version of another zone finds it', async () => {
    const { pickId } = setUp(['a', 'b', entryOf('canary', { version: '2', zone: 'b' })], { zone: 'a' })
    expect(await pickId(pinned('2'))).toBe('canary')
  })

  test('picks among a thousand', async () => {
    const { pickId, peers } = setUp(Array.from({ length: 1_000 }, (_, n) => `i${n}`))
    const ids = new Set<string | undefined>()
    for (let n = 0; n < 3_000; n++) ids.add(await pickId())
    expect(ids.size).toBeGreaterThan(900)
    expect(peers.all.every(({ pending }) => pending === 0)).toBe(true)
  })
})

describe('another try', () => {
  test('goes to an instance that the call has not tried', async () => {
    const { pickId } = setUp(['a', 'b', 'c'])
    for (let n = 0; n < 20; n++) {
      const call = callOf()
      const ids = [await pickId(call), await pickId(call), await pickId(call)]
      expect(ids.toSorted()).toEqual(['a', 'b', 'c'])
      expect(call.tried.size).toBe(3)
    }
  })

  test('goes to the same instance when there is no other', async () => {
    const { pickId } = setUp(['a'])
    const call = callOf()
    expect([await pickId(call), await pickId(call)]).toEqual(['a', 'a'])
  })

  test('that must go elsewhere is refused when there is no other', async () => {
    const { pickId, watch } = setUp(['a'])
    const call = callOf({ elsewhere: true, tried: new Set(watch.entries) })
    await expect(pickId(call)).rejects.toMatchObject({ name: 'TransportFault', kind: 'refused' })
  })
})

describe('nobody', () => {
  test('to call is unavailable, and so is a version that nobody has', async () => {
    await expect(setUp([]).pickId()).rejects.toMatchObject({ code: 'unavailable' })
    await expect(setUp(['a']).pickId(pinned('9'))).rejects.toMatchObject({
      code: 'unavailable',
      message: 'No instance of orders 9 is registered.',
    })
  })

  test('yet: the first reading of the registry is waited for', async () => {
    const first = Promise.withResolvers<void>()
    const { pickId, join } = setUp([], { watch: { ready: first.promise } })
    const picked = pickId()
    join('a')
    first.resolve()
    expect(await picked).toBe('a')
  })
})

describe('what came of it', () => {
  const outcomes: [string, Error, Attempt['outcome'], { answered: number; failed: number; heard: boolean }][] = [
    ['a refused connection', new TransportFault('refused', ''), 'refused', { answered: 0, failed: 1, heard: false }],
    ['a broken connection', new TransportFault('broken', ''), 'broken', { answered: 0, failed: 1, heard: false }],
    ['silence', new TransportFault('silent', ''), 'silent', { answered: 0, failed: 1, heard: false }],
    ['a late answer', new TransportFault('late', ''), 'late', { answered: 0, failed: 1, heard: false }],
    ['a bug', new Failure('internal'), 'failed', { answered: 0, failed: 1, heard: true }],
    ['an unready instance', new Failure('unavailable'), 'failed', { answered: 0, failed: 1, heard: true }],
    ['a failure of the contract', new Failure('not_found'), 'answered', { answered: 1, failed: 0, heard: true }],
  ]
  test.each(outcomes)('%s is noted as such', async (_, error, outcome, { answered, failed, heard }) => {
    const { balancer, peer, clock } = setUp(['a'])
    const attempts: Attempt[] = []
    await clock.advance(10)
    const sent = balancer.send(callOf({ attempts }), async () => {
      await clock.advance(5)
      throw error
    })
    await expect(sent).rejects.toBe(error)
    expect(attempts).toEqual([{ instanceId: 'a', atMs: 10, ms: 5, outcome }])
    expect(peer('a')).toMatchObject({ answered, failed, pending: 0 })
    expect(peer('a').lastWordAtMs === 15).toBe(heard)
    expect(peer('a').latencies.count).toBe(heard ? 1 : 0)
  })

  test('an answer is counted, timed and a word from the instance', async () => {
    const { balancer, peer, clock, times } = setUp(['a'])
    for (let n = 0; n < 20; n++) await balancer.send(callOf(), () => clock.advance(40))
    expect(peer('a')).toMatchObject({ answered: 20, failed: 0, pending: 0, lastWordAtMs: 800 })
    expect(times.slowAfterMs('byId')).toBeCloseTo(40, -1)
  })

  test('a caller that leaves says nothing about the instance', async () => {
    const { balancer, peer } = setUp(['a'])
    const caller = new AbortController()
    const attempts: Attempt[] = []
    const sent = balancer.send(callOf({ signal: caller.signal, attempts }), rejectedOnAbort)
    expect(attempts).toMatchObject([{ outcome: 'waiting', ms: null }])
    caller.abort(new Error('gone'))
    await expect(sent).rejects.toThrow('gone')
    expect(attempts).toMatchObject([{ outcome: 'left' }])
    expect(peer('a')).toMatchObject({ answered: 0, failed: 0, pending: 0, lastWordAtMs: Number.NEGATIVE_INFINITY })
  })

  test('nothing is recorded of tries unless somebody wants to see them', async () => {
    const { pickId } = setUp(['a'])
    const call = callOf()
    await pickId(call)
    expect(call.attempts).toBeUndefined()
  })
})

describe('ending a try', () => {
  test('giving it up ends this try alone', async () => {
    const { balancer } = setUp(['a'])
    const call = callOf()
    const sent = balancer.send(call, (attempt) => {
      attempt.abandon?.(new TransportFault('silent', ''))
      return rejectedOnAbort(attempt)
    })
    await expect(sent).rejects.toMatchObject({ kind: 'silent' })
    expect(call.signal.aborted).toBe(false)
  })

  test('a call whose caller has left already is sent with a signal that says so', async () => {
    const { balancer } = setUp(['a'])
    const signal = AbortSignal.abort(new Error('gone'))
    await expect(balancer.send(callOf({ signal }), rejectedOnAbort)).rejects.toThrow('gone')
  })

  test('a call leaves no listener behind', async () => {
    const { balancer } = setUp(['a'])
    const caller = new AbortController()
    let attempt: AbortSignal | undefined
    await balancer.send(callOf({ signal: caller.signal }), async ({ signal }) => {
      attempt = signal
    })
    caller.abort()
    expect(attempt?.aborted).toBe(false)
  })
})

/** What a transport does: it rejects with the signal's reason. */
const rejectedOnAbort = ({ signal }: Call) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason))
  })
