import { expect, test } from 'vitest'
import { retryDelayMs } from './retry-delay.ts'

const ids = Array.from({ length: 500 }, (_, n) => `message-${n}`)
const spanOf = (attempt: number) => {
  const delays = ids.map((id) => retryDelayMs(attempt, id))
  return [Math.min(...delays), Math.max(...delays)] as const
}

test('doubles its ceiling from 200 ms to 30 s and never rests less than half of it', () => {
  const ceilings = [200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000]
  for (const [index, ceiling] of ceilings.entries()) {
    const [least, most] = spanOf(index + 1)
    expect(least).toBeGreaterThanOrEqual(ceiling / 2)
    expect(most).toBeLessThanOrEqual(ceiling)
  }
})

test('spreads messages that failed together over the whole span', () => {
  const delays = ids.map((id) => retryDelayMs(5, id))
  for (const from of [1_600, 2_000, 2_400, 2_800]) {
    const share = delays.filter((delay) => delay >= from && delay < from + 400).length / ids.length
    expect(share).toBeGreaterThan(0.15)
  }
})

test('stays at its greatest rest after a thousand tries', () => {
  expect(retryDelayMs(1_000, 'a')).toBeLessThanOrEqual(30_000)
})
