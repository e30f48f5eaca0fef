import { type Priority, priorities } from '@switchyard/contracts/priority'
import { TestClock } from '@switchyard/runtime/clock'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Shed } from './shed.ts'
import type { TurnBudget } from './turn-budget.ts'

/** A door with so many places, and everybody who came to it, in the order of arrival. */
function doorOf(places: number, turn?: TurnBudget) {
  const clock = new TestClock()
  const elapsedMs = () => clock.now()
  const after = (ms: number, run: () => void) => clock.after(ms, run)
  const door = new Shed({ places: () => places, elapsedMs, after, ...(turn && { turn }) })
  const visitors: { priority: Priority; state: 'waiting' | 'inside' | 'refused' | 'gone'; waitedMs?: number }[] = []
  const come = (priority: Priority) => {
    const visitor: (typeof visitors)[number] = { priority, state: 'waiting' }
    const cameMs = clock.now()
    const tell = (entered: boolean) => {
      visitor.state = entered ? 'inside' : 'refused'
      visitor.waitedMs = clock.now() - cameMs
    }
    visitors.push(visitor)
    const entered = door.enter(priority, tell)
    if (entered !== undefined) tell(entered)
    const leave = () => {
      if (visitor.state === 'inside') door.leave(priority)
      else door.giveUp(priority, tell)
      visitor.state = 'gone'
    }
    return Object.assign(visitor, { leave })
  }
  const many = (count: number, priority: Priority) => Array.from({ length: count }, () => come(priority))
  const those = (state: string, priority?: Priority) =>
    visitors.filter((one) => one.state === state && (priority === undefined || one.priority === priority)).length
  return { clock, door, visitors, come, many, those }
}

test('whoever is too much is refused within 50 ms, and nobody who is inside notices', async () => {
  const { clock, many, those, visitors } = doorOf(8)
  many(100, 'browse')
  expect(those('inside')).toBe(6)
  await clock.advance(50)
  expect([those('inside'), those('refused'), those('waiting')]).toEqual([6, 94, 0])
  expect(Math.max(...visitors.map(({ waitedMs = 0 }) => waitedMs))).toBeLessThanOrEqual(35)
})

test('checkout goes through while browsing is refused', async () => {
  const { clock, many, those } = doorOf(20)
  many(200, 'browse')
  await clock.advance(50)
  many(5, 'checkout')
  expect([those('inside', 'browse'), those('inside', 'checkout')]).toEqual([15, 5])
})

test('of those who wait the most important is let in first, whoever came first', () => {
  const { many, come, those } = doorOf(2)
  const [inside] = many(2, 'checkout')
  for (const priority of ['bulk', 'browse', 'account', 'checkout'] as const) come(priority)
  inside?.leave()
  expect([those('inside', 'checkout'), those('waiting', 'account'), those('waiting', 'browse')]).toEqual([2, 1, 1])
})

test('a burst waits for its places, where in an overload nobody waits longer than twenty milliseconds', async () => {
  const { clock, many, visitors, come } = doorOf(4)
  const inside = many(3, 'browse')
  const patient = come('browse')
  await clock.advance(20)
  for (const one of inside) one.leave()
  expect(patient).toMatchObject({ state: 'inside', waitedMs: 20 })

  many(3, 'browse')
  for (let tick = 0; tick < 100; tick++) {
    come('browse')
    await clock.advance(2)
  }
  const late = visitors.slice(-20).map(({ waitedMs = 0 }) => waitedMs)
  expect(Math.max(...late)).toBeLessThanOrEqual(25)
})

test('an overload that empties the queue by refusals alone is one still', async () => {
  const { clock, many, come, visitors } = doorOf(4)
  many(3, 'browse')
  for (let tick = 0; tick < 10; tick++) {
    come('browse')
    await clock.advance(40)
  }
  expect(visitors.slice(3).map(({ waitedMs }) => waitedMs)).toEqual([30, 20, 20, 20, 20, 20, 20, 20, 20, 20])
})

/** Turns of an event loop, each of which lets in so many. */
function turnsOf(each: number) {
  let left = each
  const ends: (() => void)[] = []
  const turn = { isOver: () => left-- <= 0, afterTurn: (run: () => void) => ends.push(run) }
  const next = () => {
    left = each
    for (const end of ends.splice(0)) end()
  }
  return { turn, next }
}

test('a turn lets in for a while, but checkout at once; whoever has a place comes in with the next turns, the most important first', () => {
  const { turn, next } = turnsOf(3)
  const { many, those } = doorOf(40, turn)
  many(10, 'browse')
  many(2, 'account')
  many(5, 'checkout')
  const inside = () => [those('inside', 'browse'), those('inside', 'account'), those('inside', 'checkout')]
  expect(inside()).toEqual([3, 0, 5])
  next()
  expect(inside()).toEqual([4, 2, 5])
  next()
  next()
  expect([inside(), those('refused')]).toEqual([[10, 2, 5], 0])
})

test('nobody passes those who are more important and wait for the next turn', () => {
  let over = true
  const { many, those } = doorOf(40, { isOver: () => over, afterTurn: () => {} })
  many(1, 'account')
  over = false
  many(1, 'browse')
  expect([those('inside'), those('waiting', 'browse')]).toEqual([0, 1])
})

test('a burst waits for its turn, and once a line stands only so many do as are worked on soon: nobody who has a place waits in vain', async () => {
  const { turn, next } = turnsOf(0)
  const { clock, many, those } = doorOf(200, turn)
  many(100, 'browse')
  await clock.advance(9)
  many(20, 'browse')
  expect([those('waiting'), those('refused')]).toEqual([120, 0])
  await clock.advance(1)
  many(30, 'browse')
  for (let n = 0; n < 35; n++) next()
  expect([those('inside'), those('waiting'), those('refused')]).toEqual([0, 120, 30])
})

test('whoever is kept from their turn by those who are more important is refused as whoever has no place', async () => {
  const { turn, next } = turnsOf(0)
  const { clock, many, those } = doorOf(40, turn)
  many(10, 'browse')
  many(30, 'account')
  await clock.advance(35)
  next()
  expect([those('waiting', 'account'), those('refused', 'browse'), those('refused')]).toEqual([30, 10, 10])
})

test('says beforehand whom it would refuse at once, and counts them', () => {
  const { door, many, those } = doorOf(8)
  many(9, 'browse')
  expect([door.refuses('browse'), door.refuses('checkout'), door.refuses('health')]).toEqual([false, false, false])
  many(1, 'browse')
  expect([door.refuses('browse'), door.refuses('checkout')]).toEqual([true, false])
  many(1, 'browse')
  expect(those('refused')).toBe(1)
  expect(door.view().lines.find(({ priority }) => priority === 'browse')).toMatchObject({ waiting: 4, refused: 2 })
})

test('health is never refused and takes nobody’s place', () => {
  const { many, those } = doorOf(1)
  many(50, 'health')
  many(1, 'checkout')
  expect([those('inside', 'health'), those('inside', 'checkout')]).toEqual([50, 1])
})

test('once those who were too many have gone, everybody is let in at once', async () => {
  const { clock, many, those, visitors } = doorOf(8)
  const flood = many(1_000, 'browse')
  await clock.advance(200)
  for (const one of flood) if (one.state === 'inside') one.leave()
  visitors.length = 0
  many(6, 'browse')
  expect(those('inside')).toBe(6)
})

test('no place is lost, nothing less important takes what is kept for the more important, and nobody waits for long', async () => {
  const step = fc.record({ priority: fc.constantFrom(...priorities), n: fc.nat(30), kind: fc.constantFrom(...kinds) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.constantFrom(2, 100), async (steps, eachTurn) => {
      const { turn, next } = turnsOf(eachTurn)
      const { clock, door, visitors, come } = doorOf(8, turn)
      const passes = async (ms: number) => {
        for (let leftMs = ms; leftMs > 0; leftMs -= 5) {
          await clock.advance(Math.min(5, leftMs))
          next()
        }
      }
      for (const { kind, priority, n } of steps) {
        if (kind === 'come') come(priority)
        else if (kind === 'time passes') await passes(n)
        else {
          const there = visitors.filter(({ state }) => state === 'inside' || state === 'waiting')
          const one = there[n % Math.max(1, there.length)]
          if (one && 'leave' in one && typeof one.leave === 'function') one.leave()
        }
        const { inside, lines } = door.view()
        const counted = lines.filter((line) => line.priority !== 'health')
        expect(counted.reduce((sum, line) => sum + line.inside, 0)).toBe(inside)
        expect(inside).toBeLessThanOrEqual(8)
        for (const line of counted) expect(line.inside).toBeLessThanOrEqual(line.places)
      }
      await passes(50)
      expect(visitors.filter(({ state }) => state === 'waiting')).toEqual([])
      for (const { waitedMs = 0 } of visitors) expect(waitedMs).toBeLessThanOrEqual(40)
    }),
    { numRuns: 40 },
  )
})

const kinds = ['come', 'come', 'leave', 'time passes'] as const
