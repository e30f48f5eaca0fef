import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { createBelief } from './belief.ts'

/** A belief over a table that a test changes, which counts how often it is looked at. */
function opened({ tookMs = 0 } = {}) {
  const clock = new TestClock()
  const table = new Map([['ada', 'in']])
  const looks = { count: 0 }
  const look = async (key: string) => {
    looks.count += 1
    const found = table.get(key) ?? null
    if (tookMs > 0) await clock.sleep(tookMs)
    return found
  }
  return { clock, table, looks, belief: createBelief({ look, believedMs: 900, clock }) }
}

test('calls of the same moment share one look, and those of the next 900 ms need none', async () => {
  const { belief, clock, looks } = opened()
  expect(await Promise.all([belief.ask('ada'), belief.ask('ada'), belief.ask('ada')])).toEqual(['in', 'in', 'in'])
  await clock.advance(899)
  expect([await belief.ask('ada'), looks.count]).toEqual(['in', 1])
})

test('what was taken away is believed for 900 ms at most, counted from when the look began', async () => {
  const { belief, clock, table } = opened({ tookMs: 500 })
  const asked = belief.ask('ada')
  table.delete('ada')
  await clock.advance(500)
  expect(await asked).toBe('in')
  await clock.advance(399)
  expect(await belief.ask('ada')).toBe('in')
  await clock.advance(1)
  const again = belief.ask('ada')
  await clock.advance(500)
  expect(await again).toBeNull()
})

test('an answer that comes later than it may be believed is none', async () => {
  const { belief, clock } = opened({ tookMs: 901 })
  const asked = belief.ask('ada')
  const refused = expect(asked).rejects.toMatchObject({ code: 'unavailable' })
  await clock.advance(901)
  await refused
})

test('that nobody is there is believed as long as that somebody is', async () => {
  const { belief, clock, looks, table } = opened()
  expect(await belief.ask('eve')).toBeNull()
  table.set('eve', 'in')
  expect([await belief.ask('eve'), looks.count]).toEqual([null, 1])
  await clock.advance(900)
  expect(await belief.ask('eve')).toBe('in')
})

test('what is forgotten is looked up anew, and a look that was under way is not believed after it', async () => {
  const { belief, clock, table } = opened({ tookMs: 100 })
  const underWay = belief.ask('ada')
  table.delete('ada')
  belief.forget('ada')
  const after = belief.ask('ada')
  await clock.advance(100)
  expect([await underWay, await after]).toEqual(['in', null])
  expect(await belief.ask('ada')).toBeNull()
})

test('a look that failed is made again by the next call', async () => {
  const clock = new TestClock()
  const answers = [Promise.reject(new Error('away')), Promise.resolve('in')]
  const belief = createBelief({ look: () => answers.shift() ?? Promise.resolve('none'), believedMs: 900, clock })
  await expect(belief.ask('ada')).rejects.toThrow('away')
  expect(await belief.ask('ada')).toBe('in')
})
