import { describe, expect, it } from 'vitest'
import { randomFrom, randomOver } from './random.ts'

describe('chance', () => {
  it('repeats itself for the same text', () => {
    const [one, two] = [randomFrom('moon/18'), randomFrom('moon/18')]
    expect(Array.from({ length: 20 }, one.next)).toEqual(Array.from({ length: 20 }, two.next))
  })

  it('differs for texts that differ by one letter', () => {
    expect(randomFrom('moon/18').next()).not.toBe(randomFrom('moon/19').next())
  })

  it('spreads evenly over [0, 1)', () => {
    const random = randomFrom('even')
    const counts = Array.from({ length: 10 }, () => 0)
    for (let i = 0; i < 10_000; i++) {
      const bin = Math.floor(random.next() * 10)
      counts[bin] = (counts[bin] ?? 0) + 1
    }
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_000)
    expect(Math.min(...counts)).toBeGreaterThan(900)
    expect(Math.max(...counts)).toBeLessThan(1100)
  })

  it('reaches both ends of a range of whole numbers', () => {
    expect(scripted([0]).int(3, 7)).toBe(3)
    expect(scripted([0.999]).int(3, 7)).toBe(7)
  })

  it('takes one draw for a choice, whether there is something to choose or not', () => {
    const random = scripted([0.5, 0.25])
    expect(random.pickOr([], 'fallback')).toBe('fallback')
    expect(random.next()).toBe(0.25)
  })

  it('refuses to pick from nothing', () => {
    expect(() => scripted([0.5]).pick([])).toThrow('No item 0 in a list of 0')
  })

  it('shuffles all items, takes one draw less than there are and leaves the list alone', () => {
    const items = [1, 2, 3, 4]
    const random = scripted([0, 0, 0, 0.75])
    expect(random.shuffle(items)).toEqual([2, 3, 4, 1])
    expect(random.next()).toBe(0.75)
    expect(items).toEqual([1, 2, 3, 4])
  })
})

/** Chance that answers the given numbers in turn. */
function scripted(numbers: number[]) {
  return randomOver(() => {
    const next = numbers.shift()
    if (next === undefined) throw new Error('More draws than scripted')
    return next
  })
}
