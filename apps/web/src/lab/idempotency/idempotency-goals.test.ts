import { expect, it } from 'vitest'
import { idempotencyGoals, type KeyStory, type Way, whatTheSecondBrought } from './idempotency-goals.ts'
import type { Press } from './press-pay.ts'
import { verdictOf } from './verdict.ts'

const press = (json: object, about: Partial<Press> = {}): Press => ({
  ...{ who: 'you', key: 'k', email: 'a@halftone.test', quantity: 1, status: 202, sha256: null, ms: 1 },
  ...about,
  body: new TextEncoder().encode(JSON.stringify(json)),
})
const first = press({ orderId: 'one', number: 'HT-1' })
const story = (way: Way, second: Press, about: Partial<KeyStory> = {}): KeyStory => ({
  ...{ way, pair: [first, second], presses: [first, second], confirmed: [] },
  ...about,
})
const refused = press({ code: 'idempotency_key_reused' }, { status: 422 })
const waits = press({ code: 'idempotency_in_flight' }, { status: 409 })
const theirs = press({ orderId: 'two' }, { who: 'somebody' })
const seen = (one: KeyStory | undefined) =>
  idempotencyGoals(one)
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

it('calls answers the same only when every byte is', () => {
  expect(verdictOf([first, press({ orderId: 'one', number: 'HT-1' })])).toBe('same')
  expect(verdictOf([first, press({ number: 'HT-1', orderId: 'one' })])).toBe('two-orders')
  expect(verdictOf([first, refused])).toBe('refused')
  expect(verdictOf([waits, first])).toBe('in-flight')
  expect(verdictOf([first, press({}, { status: 503 })])).toBe('failed')
})

it('ticks each goal only for presses of its own way', () => {
  expect(seen(undefined)).toEqual([])
  expect(seen(story('twice', first))).toEqual(['twice'])
  expect(seen(story('at-once', first))).toEqual(['at-once'])
  expect(seen(story('twice', refused))).toEqual([])
  expect(seen(story('other-body', refused))).toEqual(['other-body'])
  expect(seen(story('somebody', theirs))).toEqual(['somebody'])
})

it('ticks “one order” for two presses of one’s own and one mail, whatever came of a borrowed key', () => {
  expect(seen(story('twice', first, { confirmed: ['one'] }))).toEqual(['twice', 'once'])
  expect(seen(story('twice', first, { confirmed: ['one', 'three'] }))).toEqual(['twice'])
  expect(seen(story('somebody', theirs, { confirmed: ['one', 'two'] }))).toEqual(['somebody'])
  const all = [first, first, theirs]
  expect(seen(story('somebody', theirs, { presses: all, confirmed: ['one', 'two'] }))).toEqual(['somebody', 'once'])
})

it('judges the prediction by two presses one after the other, and by nothing else', () => {
  expect(whatTheSecondBrought(undefined)).toBeNull()
  expect(whatTheSecondBrought(story('at-once', first))).toBeNull()
  expect(whatTheSecondBrought(story('twice', waits))).toBeNull()
  expect(whatTheSecondBrought(story('twice', first))).toBe('first')
  expect(whatTheSecondBrought(story('twice', press({ orderId: 'two' })))).toBe('two')
  expect(whatTheSecondBrought(story('twice', refused))).toBe('error')
})
