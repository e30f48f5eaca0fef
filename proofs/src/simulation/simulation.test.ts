import { describe, expect, test } from 'vitest'
import { campaign } from './campaign.ts'
import { play } from './play.ts'
import { seededBugs } from './seeded-bugs.ts'

/** A slice; `npm run simulate` plays a hundred thousand. */
const slice = 300
/** Enough for the rarest of them, several times over. */
const schedulesMax = 2_000

describe('schedules that a seed decides', () => {
  test('come to rest with every invariant kept, whatever comes when and whoever dies', async () => {
    const { failing, distinct, ends, deaths, timers } = await campaign({ seed: 1, schedules: slice })
    expect(failing).toEqual([])
    expect(distinct).toBe(slice)
    // Every end that an order may have came about, and so did deaths and timers.
    const everyEnd = ['confirmed', 'shipped', 'delivered', 'rejected', 'cancelled', 'returned']
    expect(Object.keys(ends).sort()).toEqual(everyEnd.sort())
    expect(Math.min(deaths, timers)).toBeGreaterThan(slice / 2)
  })

  test('are the same to the last line under the same seed, and others under another', async () => {
    const [first, again, other] = [await play({ seed: 7 }), await play({ seed: 7 }), await play({ seed: 8 })]
    expect(again).toEqual(first)
    expect(other.hash).not.toBe(first.hash)
  })
})

describe('a mistake about the order of things is found, under its name', () => {
  test.each(Object.entries(seededBugs))('%s', async (_, { bug, breaks }) => {
    for (let seed = 1; seed <= schedulesMax; seed++) {
      const { violations } = await play({ seed, bug })
      if (violations.some((violation) => violation.startsWith(`${breaks}: `))) return
    }
    expect.unreachable(`${schedulesMax} schedules did not break "${breaks}"`)
  })

  test('and told with the least trouble that brings it out, to be played again', async () => {
    const bug = seededBugs['retry without a key']?.bug
    const { failing } = await campaign({ seed: 1, schedules: 300, ...(bug && { bug }) })
    const [first] = failing
    const { violations, trouble } = await play({ seed: first?.seed ?? 0, troubleMax: first?.trouble, bug })
    expect(violations).toEqual(first?.violations)
    expect(violations).not.toEqual([])
    const whole = await play({ seed: first?.seed ?? 0, bug })
    expect(trouble).toBeLessThan(whole.trouble)
  })
})
