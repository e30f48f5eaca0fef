import { inventory } from '@switchyard/contracts/inventory'
import { Failure, isFailure } from '@switchyard/rpc/failure'
import { WithLastGood } from '@switchyard/rpc/fallback'
import { callOf } from '@switchyard/rpc/testing/call'
import { seededRandom } from '@switchyard/rpc/testing/seeded-random'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { memoryCopies } from './memory-copies.ts'
import { cachingGateway, policy } from './testing/cached-service.ts'

const { printBySlug } = inventory.operations
const away = new Failure('unavailable')

/** Two gateways over the same shared copies, and a service that counts what it is asked. */
function scene() {
  const clock = new TestClock()
  const shared = memoryCopies({ clock })
  const state = { asked: 0, failure: null as Error | null, price: 100, takesMs: 0, askedBy: new Set<string>() }
  const answer = async (_: unknown, { kind }: { kind: string }) => {
    state.asked += 1
    state.askedBy.add(kind)
    const { price } = state
    if (state.takesMs > 0) await clock.sleep(state.takesMs)
    if (state.failure) throw state.failure
    return { price }
  }
  const [one, two] = [cachingGateway({ clock, shared, answer }), cachingGateway({ clock, shared, answer })]
  const hint = (slug: string | null = 'one') => {
    one.purge('price', slug)
    two.purge('price', slug)
  }
  return { clock, shared, state, one, two, hint }
}

test('answers from its copy while that is fresh, and from another gateway’s without asking the service', async () => {
  const { clock, state, one, two } = scene()
  expect(await one.ask()).toMatchObject({ value: { price: 100 }, how: 'miss' })
  await clock.advance(400)
  expect(await one.ask()).toMatchObject({ how: 'hit', ageMs: 400 })
  expect(await two.ask()).toMatchObject({ how: 'hit', ageMs: 400 })
  expect(await two.ask({ slug: 'two' })).toMatchObject({ how: 'miss' })
  expect(state.asked).toBe(2)
})

test('who pins a version gets that version’s answer, and leaves no copy to others', async () => {
  const { clock, state, one } = scene()
  await one.ask()
  const { envelope } = callOf({}, clock.now())
  const pinned = { envelope: { ...envelope, pins: { inventory: '2' } } }
  state.price = 200
  expect(await one.ask(undefined, pinned)).toMatchObject({ value: { price: 200 }, how: undefined })
  expect(await one.ask()).toMatchObject({ value: { price: 100 }, how: 'hit' })
})

test('a question is the same in whatever order its fields come', async () => {
  const { state, one } = scene()
  await one.ask({ size: 'a2', slug: 'one' })
  await one.ask({ slug: 'one', size: 'a2' })
  expect(state.asked).toBe(1)
})

test('gives a stale copy at once, and the new answer from the next moment on', async () => {
  const { clock, state, one } = scene()
  await one.ask()
  state.price = 200
  await clock.advance(1_500)
  expect(await one.ask()).toMatchObject({ value: { price: 100 }, how: 'stale' })
  await clock.advance(0)
  expect(await one.ask()).toMatchObject({ value: { price: 200 }, how: 'hit' })
})

test('a copy that is neither fresh nor stale is not given', async () => {
  const { clock, state, one } = scene()
  await one.ask()
  state.price = 200
  await clock.advance(3_000)
  expect(await one.ask()).toMatchObject({ value: { price: 200 }, how: 'miss' })
})

test('who wants no old copy has a new answer, which then is everybody’s', async () => {
  const { clock, state, one, two } = scene()
  await one.ask()
  state.price = 200
  await clock.advance(500)
  expect(await one.ask(undefined, { copyAgeMsMax: 500 })).toMatchObject({ value: { price: 200 }, how: 'miss' })
  expect(await two.ask(undefined, { copyAgeMsMax: 500 })).toMatchObject({ value: { price: 200 }, how: 'hit' })
  expect(await one.ask()).toMatchObject({ value: { price: 200 }, how: 'hit' })
})

test('a change ends the copies of it at once, in both gateways', async () => {
  const { state, one, two, hint } = scene()
  await one.ask()
  await two.ask()
  state.price = 200
  hint()
  expect((await one.ask()).value).toEqual({ price: 200 })
  expect((await two.ask()).value).toEqual({ price: 200 })
  one.purge('stock', 'two')
  expect((await one.ask()).how).toBe('hit')
  one.purge('stock', 'one')
  expect((await one.ask()).how).toBe('miss')
})

test('a gap in which any hint may have been missed ends every copy that one could have ended', async () => {
  const { one, hint } = scene()
  await one.ask()
  hint(null)
  expect((await one.ask()).how).toBe('miss')
})

test('without a hint a copy is asked for anew once it is as old as its contract allows', async () => {
  const { clock, state, one } = scene()
  await one.ask()
  state.price = 200
  await clock.advance(policy.cache.freshMs + policy.cache.staleMs)
  expect((await one.ask()).value).toEqual({ price: 200 })
})

test('who asks after a change is not given the answer to a question of before it', async () => {
  const { clock, state, one, hint } = scene()
  state.takesMs = 50
  const before = one.ask()
  await clock.advance(0)
  await clock.advance(10)
  state.price = 200
  hint()
  const after = one.ask()
  await clock.advance(0)
  await clock.advance(200)
  expect((await before).value).toEqual({ price: 100 })
  expect((await after).value).toEqual({ price: 200 })
  expect((await one.ask()).value).toEqual({ price: 200 })
})

test('many who want the same at once cause one question over both gateways', async () => {
  const { clock, state, one, two } = scene()
  state.takesMs = 50
  const all = Promise.all(Array.from({ length: 200 }, (_, index) => (index % 2 ? one : two).ask()))
  await clock.advance(0)
  await clock.advance(200)
  const hows = (await all).map(({ how }) => how)
  expect(state.asked).toBe(1)
  expect(hows.filter((how) => how === 'miss')).toHaveLength(1)
})

test('a gateway that asks and does not come back holds nobody up for longer than its lease', async () => {
  const { clock, shared, state, one } = scene()
  await shared.lease('inventory.print {"slug":"one"}', 'a gateway that died', 60_000)
  const asking = one.ask({ slug: 'one' }, { policy: { ...policy, deadlineMs: 5_000 } })
  await clock.advance(0)
  await clock.advance(700)
  expect((await asking).how).toBe('miss')
  expect(state.asked).toBe(1)
})

test('that there is no such thing is remembered for a moment', async () => {
  const { clock, state, one } = scene()
  state.failure = new Failure('not_found', { detail: 'no such print' })
  const code = () => one.ask().catch((error: unknown) => (isFailure(error) ? error.details.detail : error))
  expect(await code()).toBe('no such print')
  expect(await code()).toBe('no such print')
  expect(state.asked).toBe(1)
  await clock.advance(500)
  state.failure = null
  expect((await one.ask()).value).toEqual({ price: 100 })
})

test('with nobody there the failure brings the last copy along, and no copy passes for a good one any more', async () => {
  const { clock, state, one, two } = scene()
  await one.ask()
  await clock.advance(1_500)
  state.failure = away
  expect((await one.ask()).how).toBe('stale')
  await clock.advance(0)
  for (const gateway of [one, two]) {
    const error: unknown = await gateway.ask().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(WithLastGood)
    expect(error).toMatchObject({ lastGood: { value: { price: 100 }, sinceMs: clock.now() - 1_500 } })
  }
  await clock.advance(policy.cache.freshMs + policy.cache.staleIfErrorMs)
  expect(await one.ask().catch((thrown: unknown) => thrown)).toBe(away)
  state.failure = null
  expect((await one.ask()).how).toBe('miss')
})

test('works alone when the shared copies fail, or hang', async () => {
  const clock = new TestClock()
  let asked = 0
  const hang = () => new Promise<never>(() => undefined)
  const fail = () => Promise.reject(new Error('Redis is away'))
  for (const broken of [hang, fail]) {
    const shared = { find: broken, keep: broken, purge: broken, lease: broken, release: broken }
    const gateway = cachingGateway({ clock, shared, answer: async () => ++asked })
    const asking = gateway.ask()
    await clock.advance(0)
    await clock.advance(100)
    expect((await asking).how).toBe('miss')
    expect((await gateway.ask()).how).toBe('hit')
    gateway.purge('price', 'one')
    expect((await gateway.ask()).how).toBe('miss')
  }
  expect(asked).toBe(4)
})

test('an answer is asked for in nobody’s name, and what belongs to a caller is never kept', async () => {
  const { state, one } = scene()
  await one.ask()
  expect([...state.askedBy]).toEqual(['service'])
  for (const own of [{ callers: ['owner'] }, { callers: ['shopper', 'staff'] }] as const) {
    await one.ask({ slug: 'one' }, { policy: { ...policy, ...own } })
    await one.ask({ slug: 'one' }, { policy: { ...policy, ...own } })
  }
  await one.ask({ slug: 'one' }, { kind: 'mutation' })
  expect(state.asked).toBe(6)
  expect([...state.askedBy]).toEqual(['service', 'guest'])
})

test('a caller whose time is over is let go, and the others are answered', async () => {
  const { clock, state, one } = scene()
  state.takesMs = 1_400
  const leaving = new AbortController()
  const gone = one.ask({ slug: 'one' }, { signal: leaving.signal }).catch((error: unknown) => error)
  const late = one.ask().catch((error: unknown) => error)
  await clock.advance(0)
  await clock.advance(500)
  const patient = one.ask()
  await clock.advance(0)
  leaving.abort()
  expect(await gone).toMatchObject({ code: 'unavailable' })
  await clock.advance(1_000)
  expect(await late).toMatchObject({ code: 'unavailable' })
  expect((await patient).value).toEqual({ price: 100 })
})

test('48 prints, asked for as people ask (Zipf), hit nine times in ten and more', async () => {
  const { clock, state, one, two } = scene()
  const random = seededRandom(7)
  const weights = Array.from({ length: 48 }, (_, index) => 1 / (index + 1))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const below = weights.map((_, index) => weights.slice(0, index + 1).reduce((total, weight) => total + weight, 0))
  const drawn = () => {
    const aim = random() * sum
    return below.findIndex((limit) => aim < limit)
  }
  // 200 a second, for 20 seconds.
  const asks = 4_000
  for (let asked = 0; asked < asks; asked += 20) {
    const slugs = Array.from({ length: 20 }, () => `print-${drawn()}`)
    for (const [index, slug] of slugs.entries())
      await (index % 2 ? one : two).ask({ slug }, { policy: printBySlug.policy })
    await clock.advance(100)
  }
  const ratio = 1 - state.asked / asks
  expect(ratio, `hit ratio ${ratio}`).toBeGreaterThan(0.9)
})
