import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { readinessOf } from './readiness.ts'

const drains = { status: 'unready', checks: { draining: 'down' } }

/** A gateway whose parts answer when the test says so, and how often each was asked. */
function scene() {
  const clock = new TestClock()
  const draining = new AbortController()
  const answers: PromiseWithResolvers<void>[] = []
  const asked = { times: 0 }
  const part = () => {
    asked.times += 1
    const answer = Promise.withResolvers<void>()
    answers.push(answer)
    return answer.promise
  }
  const checks = { identity: part, orders: part, inventory: part, redis: part }
  const late = new AbortController()
  const ready = readinessOf(checks, {
    isDraining: () => draining.signal.aborted,
    within: () => late.signal,
    after: (ms, run) => clock.after(ms, run),
  })
  const answer = () => {
    for (const one of answers.splice(0)) one.resolve()
  }
  return { clock, draining, asked, late, ready, answer }
}

test('a gateway that drains is unready at once, whatever hangs behind it', async () => {
  const { draining, asked, ready } = scene()
  draining.abort()
  expect([await ready(), asked.times]).toEqual([drains, 0])
})

test('so it is to those who have asked before, and wait', async () => {
  const { draining, ready, answer } = scene()
  const asking = ready()
  draining.abort()
  answer()
  expect(await asking).toEqual(drains)
})

test('a hundred who ask at once ask each part once, and so do a hundred more a moment later', async () => {
  const { clock, asked, ready, answer } = scene()
  const hundred = () => Promise.all(Array.from({ length: 100 }, ready))
  const first = hundred()
  answer()
  await first
  await clock.advance(249)
  const second = await hundred()
  expect(new Set(second.map(({ status }) => status))).toEqual(new Set(['ready']))
  expect(asked.times).toBe(4)
  await clock.advance(1)
  const third = hundred()
  answer()
  await third
  expect(asked.times).toBe(8)
})

test('a part that hangs is down, and is asked no more while it hangs', async () => {
  const { clock, asked, late, ready } = scene()
  const asking = [ready()]
  await clock.advance(900)
  asking.push(ready())
  late.abort(new Error('late'))
  const [one, other] = await Promise.all(asking)
  expect(one).toMatchObject({ status: 'unready', checks: { orders: 'down' } })
  expect([other, asked.times]).toEqual([one, 4])
})
