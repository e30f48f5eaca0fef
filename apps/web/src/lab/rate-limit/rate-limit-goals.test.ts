import { expect, it } from 'vitest'
import { type Asked, quotaOf, readLimit } from './asked.ts'
import { type LimitStory, rateLimitGoals, whatCameOfTheFlood } from './rate-limit-goals.ts'

const asked = (status: number, over: Partial<Asked> = {}): Asked => ({
  ...{ number: 1, at: 0, status, ms: 1, policy: null, retryAfterS: status === 429 ? 1 : null },
  limit: '"guest";r=42;t=17',
  ...over,
})
const story = (over: Partial<LimitStory>): LimitStory => ({ asked: [], batch: null, somebody: null, ...over })
const seen = (one: LimitStory) =>
  rateLimitGoals(one)
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

it('reads what the headers say, and nothing into what they do not', () => {
  expect(readLimit('"guest";r=42;t=17')).toEqual({ name: 'guest', left: 42, seconds: 17 })
  expect([readLimit(null), readLimit('42')]).toEqual([null, null])
  const policy = '"guest";q=300;w=60, "address";q=1200;w=60'
  expect([quotaOf(policy, 'guest'), quotaOf(policy, 'address'), quotaOf(policy, 'key')]).toEqual([300, 1200, null])
})

it('ticks the refusal by a 429, and the return by an answer after it', () => {
  expect(seen(story({ asked: [asked(200), asked(503)] }))).toEqual([])
  expect(seen(story({ asked: [asked(200), asked(429)] }))).toEqual(['spent'])
  expect(seen(story({ asked: [asked(429), asked(429), asked(200)] }))).toEqual(['spent', 'told'])
})

it('ticks the batch when its ten calls were taken, less what came back meanwhile', () => {
  const batch = (left: number) => ({ before: asked(200), asked: asked(200, { limit: `"guest";r=${left};t=1` }) })
  expect(seen(story({ batch: batch(33) }))).toEqual(['batch'])
  expect(seen(story({ batch: batch(41) }))).toEqual([])
})

it('ticks “somebody else” only while one is refused oneself', () => {
  expect(seen(story({ somebody: { asked: asked(200), youWereRefused: false } }))).toEqual([])
  expect(seen(story({ somebody: { asked: asked(429), youWereRefused: true } }))).toEqual([])
  expect(seen(story({ somebody: { asked: asked(200), youWereRefused: true } }))).toEqual(['somebody'])
})

it('judges the prediction by forty requests after the first refusal', () => {
  const many = (status: number, count: number) => Array.from({ length: count }, () => asked(status))
  expect(whatCameOfTheFlood(many(200, 100))).toBeNull()
  expect(whatCameOfTheFlood([...many(200, 100), ...many(429, 10)])).toBeNull()
  expect(whatCameOfTheFlood([...many(200, 100), ...many(429, 40)])).toBe('minute')
  expect(whatCameOfTheFlood([...many(200, 100), ...many(429, 20), asked(200), ...many(429, 20)])).toBe('drip')
})
