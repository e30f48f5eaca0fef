import { describe, expect, test } from 'vitest'
import { leaveHung } from './leave-hung.ts'
import type { Call } from './link.ts'
import { callOf } from './testing/call.ts'
import { fleetOf } from './testing/fleet.ts'

interface SetUp {
  pong: boolean | 'never'
  over?: Parameters<typeof callOf>[0]
  names?: string[]
  /** Whether somebody repeats the call. */
  repeated?: boolean
}

/** A call that waits for instance `a`, which answers its pings or not; `answer` ends it. */
function setUp({ pong, over = {}, names = ['a', 'b'], repeated = true }: SetUp) {
  const { clock, peers, peer } = fleetOf(names)
  const answer = Promise.withResolvers<string>()
  const pings: number[] = []
  const ping = async () => {
    pings.push(clock.now())
    return pong === 'never' ? await new Promise<boolean>(() => {}) : pong
  }
  const abandon = (error: Error) => answer.reject(error)
  const call: Call = callOf({
    instance: peer('a').entry,
    abandon,
    ...(repeated && { anotherTry: () => true }),
    ...over,
  })
  const outcome = leaveHung({ peers, ping, clock })(call, () => answer.promise).catch((error: unknown) => error)
  return { clock, peers, peer, answer, pings, outcome }
}

test('a quick answer costs no ping', async () => {
  const { clock, answer, pings, outcome } = setUp({ pong: false })
  await clock.advance(29)
  answer.resolve('reply')
  expect(await outcome).toBe('reply')
  await clock.advance(1_000)
  expect(pings).toEqual([])
})

test('an instance that speaks to others is not pinged', async () => {
  const { clock, peer, pings } = setUp({ pong: false })
  for (let n = 0; n < 20; n++) {
    await clock.advance(25)
    peer('a').lastWordAtMs = clock.now()
  }
  expect(pings).toEqual([])
})

test('a silent instance whose ping fails is left at once', async () => {
  const { clock, pings, outcome } = setUp({ pong: false })
  await clock.advance(31)
  expect(await outcome).toMatchObject({ name: 'TransportFault', kind: 'silent' })
  expect(pings).toEqual([31])
})

test('a silent instance that does not answer its ping is left, within 81 ms in all', async () => {
  const { clock, outcome } = setUp({ pong: 'never' })
  await clock.advance(81)
  expect(await outcome).toMatchObject({ name: 'TransportFault', kind: 'silent' })
})

test('a busy instance that answers its pings is waited for, and pinged less and less often', async () => {
  const { clock, answer, pings, outcome } = setUp({ pong: true })
  await clock.advance(2_000)
  answer.resolve('late reply')
  expect(await outcome).toBe('late reply')
  expect(pings.slice(0, 4)).toEqual([31, 61, 121, 241])
  await clock.advance(2_000)
  expect(pings.at(-1)).toBeLessThanOrEqual(2_000)
})

test('an instance that answers one ping and then freezes is left as well', async () => {
  const { clock, peers, peer } = fleetOf(['a', 'b'])
  const pongs = [true, false]
  const answer = Promise.withResolvers<string>()
  const call = callOf({ instance: peer('a').entry, anotherTry: () => true, abandon: answer.reject })
  const outcome = leaveHung({ peers, ping: async () => pongs.shift() ?? true, clock })(call, () => answer.promise)
  const caught = outcome.catch((error: unknown) => error)
  await clock.advance(61)
  expect(await caught).toMatchObject({ kind: 'silent' })
})

test('a silent instance is waited for while everybody else is out, and left once somebody is back', async () => {
  const { clock, peers, peer, outcome } = setUp({ pong: 'never' })
  peers.leaveOut(peer('b'), 'silent')
  await clock.advance(500)
  peers.takeBack(peer('b'))
  await clock.advance(51)
  expect(await Promise.race([outcome, 'waited for'])).toMatchObject({ kind: 'silent' })
})

describe('never given up', () => {
  const cases: [string, Omit<SetUp, 'pong'>][] = [
    [
      'is a mutation without a key',
      { over: { kind: 'mutation', policy: { callers: ['anyone'], idempotency: 'key' } } },
    ],
    ['is a call that nobody repeats', { repeated: false }],
    ['is a call to the only instance', { names: ['a'] }],
  ]
  test.each(cases)('%s', async (_, parts) => {
    const { clock, answer, pings, outcome } = setUp({ pong: false, ...parts })
    await clock.advance(1_900)
    answer.resolve('reply')
    expect([await outcome, pings]).toEqual(['reply', []])
  })
})

test('a try after which no other may follow, or can be paid, is waited for', async () => {
  const { clock, answer, outcome } = setUp({ pong: false, over: { anotherTry: () => false } })
  await clock.advance(1_900)
  answer.resolve('reply')
  expect(await outcome).toBe('reply')
})

test('a mutation with its key is given up like a query', async () => {
  const { clock, outcome } = setUp({
    pong: false,
    over: { kind: 'mutation', policy: { callers: ['anyone'], idempotency: 'key' }, idempotencyKey: 'k' },
  })
  await clock.advance(31)
  expect(await outcome).toMatchObject({ kind: 'silent' })
})
