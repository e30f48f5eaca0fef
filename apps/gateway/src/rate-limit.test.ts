import { TestClock } from '@switchyard/runtime/clock'
import { silentLog as log } from '@switchyard/runtime/log'
import { expect, test } from 'vitest'
import { type Buckets, isAdmitted } from './gcra.ts'
import { memoryBuckets } from './memory-buckets.ts'
import { createRateLimit, rateLimited } from './rate-limit.ts'

const guest = { name: 'guest', id: 'ann', perMinute: 300 }

/** A gateway's limiter before a Redis that the test makes hang or fail, and how often that was asked. */
function gateway({ clock = new TestClock(), redis = memoryBuckets({ clock }) } = {}) {
  const state = { asked: 0, mood: 'well' as 'well' | 'dawdles' | 'hangs' | 'fails' }
  const shared: Buckets = {
    take: (buckets, cost) => {
      state.asked += 1
      if (state.mood === 'hangs') return new Promise(() => {})
      if (state.mood === 'fails') return Promise.reject(new Error('away'))
      const standings = redis.take(buckets, cost)
      return state.mood === 'dawdles' ? clock.sleep(30).then(() => standings) : standings
    },
    charge: (admitted) => redis.charge(admitted),
  }
  return { ...createRateLimit({ shared, clock, log }), clock, state }
}

test('a Redis that does not answer is waited for 50 ms, once a second', async () => {
  const { take, clock, state } = gateway()
  state.mood = 'hangs'
  const first = take([guest], 1)
  await clock.advance(50)
  expect(isAdmitted(await first)).toBe(true)
  for (let call = 0; call < 20; call++) expect(isAdmitted(await take([guest], 1))).toBe(true)
  expect(state.asked).toBe(1)
  await clock.advance(1_000)
  state.mood = 'well'
  await take([guest], 1)
  expect(state.asked).toBe(2)
})

test('while Redis is away each gateway admits one limit, and no more', async () => {
  const { take, state } = gateway()
  state.mood = 'fails'
  let admitted = 0
  for (let call = 0; call < 1_000; call++) if (isAdmitted(await take([guest], 1))) admitted += 1
  expect(admitted).toBe(100)
})

test('a Redis that comes and goes gives nobody a second limit', async () => {
  const { take, state, clock } = gateway()
  let admitted = 0
  for (let call = 0; call < 1_000; call++) {
    state.mood = call % 3 === 0 ? 'fails' : 'well'
    if (isAdmitted(await take([guest], 1))) admitted += 1
    if (call === 50) await clock.advance(1_000)
  }
  expect(admitted).toBeLessThanOrEqual(104)
})

test('what was used up while Redis was away is not had a second time when it is back', async () => {
  const { take, state, clock } = gateway()
  state.mood = 'fails'
  for (let call = 0; call < 1_000; call++) await take([guest], 1)
  state.mood = 'well'
  await clock.advance(1_000)
  let admitted = 0
  for (let call = 0; call < 1_000; call++) if (isAdmitted(await take([guest], 1))) admitted += 1
  expect(state.asked).toBeGreaterThan(1)
  expect(admitted).toBeLessThanOrEqual(4)
})

test('a Redis that is late every other second gives a flood over two gateways hardly more than one limit', async () => {
  const clock = new TestClock()
  const redis = memoryBuckets({ clock })
  const gateways = [gateway({ clock, redis }), gateway({ clock, redis })] as const
  let admitted = 0
  for (let second = 0; second < 60; second++) {
    for (const [index, { state }] of gateways.entries()) state.mood = (second + index) % 2 === 0 ? 'fails' : 'well'
    for (let call = 0; call < 50; call++) {
      if (isAdmitted(await gateways[call % 2]!.take([guest], 1))) admitted += 1
      await clock.advance(20)
    }
  }
  expect(admitted).toBeGreaterThan(295)
  expect(admitted).toBeLessThanOrEqual(315)
})

test('a gateway that goes on alone begins where the bucket stood, whoever had used it', async () => {
  const clock = new TestClock()
  const redis = memoryBuckets({ clock })
  const [one, other] = [gateway({ clock, redis }), gateway({ clock, redis })]
  await one.take([guest], 90)
  await other.take([guest], 1)
  other.state.mood = 'fails'
  let admitted = 0
  for (let call = 0; call < 50; call++) if (isAdmitted(await other.take([guest], 1))) admitted += 1
  expect(admitted).toBe(9)
})

test('whom Redis admits with nothing to spare is admitted, however long its answers take', async () => {
  const { take, clock, state } = gateway()
  await take([guest], 100)
  await clock.advance(30)
  for (let turn = 0; turn < 100; turn++) {
    state.mood = 'well'
    await clock.advance(270)
    expect(isAdmitted(await take([guest], 1))).toBe(true)
    state.mood = 'dawdles'
    await clock.advance(300)
    const taken = take([guest], 1)
    await clock.advance(30)
    expect(isAdmitted(await taken)).toBe(true)
  }
})

test('who was told to wait is refused without asking Redis, until they have waited', async () => {
  const { take, clock, state } = gateway()
  await take([guest], 100)
  const [refused] = await take([guest], 2)
  expect([refused?.waitMs, state.asked]).toEqual([600, 2])
  await clock.advance(300)
  expect(await take([guest], 2)).toMatchObject([{ waitMs: 300 }])
  expect(state.asked).toBe(2)
  // What costs less may be admitted sooner, so that is asked.
  expect(isAdmitted(await take([guest], 1))).toBe(true)
  await clock.advance(600)
  expect(isAdmitted(await take([guest], 2))).toBe(true)
})

test('whom this gateway refuses while Redis is away it refuses for certain, until they have waited', async () => {
  const { take, refusal, clock, state } = gateway()
  state.mood = 'fails'
  await take([guest], 100)
  expect(refusal([guest], 1)).toBeUndefined()
  await take([guest], 1)
  expect(refusal([guest], 1)).toMatchObject([{ waitMs: 300 }])
  await clock.advance(300)
  expect([refusal([guest], 1), isAdmitted(await take([guest], 1))]).toEqual([undefined, true])
})

test('a refusal says when to come back, and nothing of who asked', () => {
  const { code, details } = rateLimited([{ bucket: guest, left: 0, fullInMs: 30_000, waitMs: 1_200 }])
  expect([code, details.retryAfterMs, details.detail]).toEqual(['rate_limited', 1_200, expect.stringContaining('2 s')])
})
