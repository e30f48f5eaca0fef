import { expect, test } from 'vitest'
import { timingOf } from './timing.ts'

const kill = { name: 'kill-service', holdMs: 0 }
const partition = { name: 'partition-both', holdMs: 30_000 }
const nothing = { seconds: undefined, times: undefined, holdMs: undefined }

test('without a word a fault comes every ten seconds of a minute, a long one once in as long as it needs', () => {
  expect(timingOf(kill, nothing)).toEqual({ seconds: 60, times: 6, holdMs: 0 })
  expect(timingOf(partition, nothing)).toEqual({ seconds: 60, times: 1, holdMs: 30_000 })
  expect(timingOf({ name: 'redis-kill', holdMs: 60_000 }, nothing)).toEqual({ seconds: 66, times: 1, holdMs: 60_000 })
})

test('a number of times takes as long as it takes', () => {
  expect(timingOf(kill, { ...nothing, times: 100 })).toEqual({ seconds: 600, times: 100, holdMs: 0 })
  expect(timingOf(partition, { ...nothing, times: 30 })).toEqual({ seconds: 1_080, times: 30, holdMs: 30_000 })
  expect(timingOf({ name: 'rolling', holdMs: 0, takesMs: 45_000 }, { ...nothing, times: 2 })).toMatchObject({
    seconds: 102,
  })
})

test('seconds are filled as often as they hold the fault', () => {
  expect(timingOf(partition, { ...nothing, seconds: 100 })).toMatchObject({ times: 2 })
  expect(timingOf(kill, { ...nothing, seconds: 5 })).toMatchObject({ times: 1 })
})

test('a window that is shorter than the hold cuts it, and leaves calm seconds', () => {
  expect(timingOf(partition, { seconds: 20, times: 1, holdMs: undefined })).toMatchObject({ holdMs: 16_000 })
})

test('what leaves no room is refused', () => {
  expect(() => timingOf(kill, { seconds: 10, times: 5, holdMs: undefined })).toThrow('leaves less than 4 s each')
})
