import { expect, it } from 'vitest'
import type { AtDoor } from './ask-door.ts'
import { type SheddingStory, sheddingGoals, whatCameOfTheBag } from './shedding-goals.ts'

const at = (what: AtDoor['what'], refused = false, number = 0): AtDoor => ({
  ...{ number, what, ms: 7, status: refused ? 503 : 200 },
  ...{ code: refused ? 'overloaded' : null, retryAfterS: refused ? 3 : null },
})
const doors = (inside: number) => ({ gateway: 'g', lagMs: 1, everybody: { places: 256, inside, lines: [] }, own: null })
const seen = (over: Partial<SheddingStory>) =>
  sheddingGoals({ asked: [], doors: undefined, crowding: true, ...over })
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

it('ticks the refusal by a 503 of the door alone', () => {
  expect(seen({ asked: [{ ...at('browse', true), code: 'inventory_unavailable' }] })).toEqual([])
  expect(seen({ asked: [at('browse', true)] })).toEqual(['refused'])
})

it('ticks the bag only when it was let in while browsing was refused', () => {
  expect(seen({ asked: [at('checkout'), at('browse', true)] })).toEqual(['refused'])
  expect(seen({ asked: [at('browse', true), at('checkout')] })).toEqual(['refused', 'checkout'])
})

it('ticks everybody’s door only while one’s own is crowded and theirs is not', () => {
  expect(seen({ asked: [at('browse', true)], doors: doors(200) })).toEqual(['refused'])
  expect(seen({ asked: [at('browse', true)], doors: doors(3) })).toEqual(['refused', 'nobody'])
})

it('ticks the end when browsing is let in after the crowd has gone', () => {
  const asked = [at('browse', true, 1), at('browse', false, 2), at('browse', false, 9)]
  expect(seen({ asked })).toEqual(['refused'])
  expect(seen({ asked, crowding: false })).toEqual(['refused', 'over'])
})

it('judges the prediction by the first look into the bag after a refusal', () => {
  expect(whatCameOfTheBag([at('checkout')])).toBeNull()
  expect(whatCameOfTheBag([at('browse', true), at('checkout')])).toBe('through')
  expect(whatCameOfTheBag([at('browse', true), at('checkout', true)])).toBe('refused')
})
