import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { inEvenTime } from './even-time.ts'

/** How long work of so many milliseconds seems to take from outside. */
async function seenMs(tookMs: number, outcome: () => Promise<unknown> = async () => 'done') {
  const clock = new TestClock()
  const began = clock.now()
  const work = inEvenTime({ stepMs: 250, clock }, async () => {
    await clock.sleep(tookMs)
    return await outcome()
  }).then(
    () => clock.now() - began,
    () => clock.now() - began,
  )
  await clock.advance(2_000)
  return await work
}

test.each([
  [0, 250],
  [1, 250],
  [249, 250],
  [250, 250],
  [251, 500],
])('work of %i ms is answered after %i ms', async (tookMs, expected) => {
  expect(await seenMs(tookMs)).toBe(expected)
})

test('a refusal takes as long as an answer', async () => {
  expect(await seenMs(3, () => Promise.reject(new Error('refused')))).toBe(250)
})
