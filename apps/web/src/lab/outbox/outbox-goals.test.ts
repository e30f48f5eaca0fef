import type { OrderPath } from '@switchyard/contracts/lab-operations'
import type { Note } from '@switchyard/contracts/notebook'
import { expect, it } from 'vitest'
import { laneOf } from './note-lane.ts'
import { type Harm, type OutboxStory, outboxGoals, whatArrived } from './outbox-goals.ts'

const at = '2026-11-28T10:00:00.000Z'
const later = '2026-11-28T10:00:04.000Z'
const note = (way: Note['way'], about: Partial<Note>): Note => ({
  ...{ id: crypto.randomUUID(), way, position: 1, at, takenAt: null, sends: 1, job: 'gone' },
  ...about,
})
const arrived = { takenAt: later }
const story = (harm: Harm, outbox: Partial<Note>[], dual: Partial<Note>[], statuses: string[] = []): OutboxStory => ({
  harm,
  notes: {
    at: '2026-11-28T10:00:09.000Z',
    notes: [...outbox.map((about) => note('outbox', about)), ...dual.map((about) => note('dual-write', about))],
  },
  orders: statuses.map((status) => ({ status }) as unknown as OrderPath),
})
const seen = (one: OutboxStory | undefined) =>
  outboxGoals(one)
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

it('calls a note lost only when it is committed, told by no row, in no queue, and old enough to be there', () => {
  const states = (notes: Note[], now: string) =>
    laneOf({ at: now, notes }, notes[0]?.way ?? 'outbox').notes.map(({ state }) => state)
  const duals = [{}, { job: 'waiting' as const }, { job: 'unknown' as const }, arrived]
  const all = duals.map((about) => note('dual-write', about))
  expect(states(all, later)).toEqual(['lost', 'queued', 'unknown', 'arrived'])
  expect(states(all.slice(0, 1), at)).toEqual(['queued'])
  const rows = [{}, { job: 'unknown' as const }, { job: 'active' as const }, { ...arrived, sends: 2 }]
  const outbox = rows.map((about) => note('outbox', about))
  expect(states(outbox, later)).toEqual(['in-row', 'in-row', 'queued', 'arrived-again'])
})

it('ticks a failure only once every note with a row has arrived and one without is lost', () => {
  expect(seen(undefined)).toEqual([])
  expect(seen(story('wiped', [arrived, {}], [{}]))).toEqual([])
  expect(seen(story('wiped', [arrived], [arrived]))).toEqual([])
  expect(seen(story('wiped', [{ ...arrived, sends: 2 }], [{}]))).toEqual(['wiped', 'again'])
  expect(seen(story('away', [arrived], [{}]))).toEqual(['away'])
  expect(seen(story('died', [arrived], [{}, arrived]))).toEqual(['died'])
  expect(seen(story('none', [arrived], [{}]))).toEqual([])
})

it('ticks orders only when all that were placed meanwhile are confirmed, and something went wrong', () => {
  expect(seen(story('away', [{}], [{}], ['confirmed', 'pending']))).toEqual([])
  expect(seen(story('away', [{}], [{}], ['confirmed', 'confirmed']))).toEqual(['orders'])
  expect(seen(story('none', [{}], [{}], ['confirmed']))).toEqual([])
})

it('judges the prediction when nothing is under way any more, and not before', () => {
  expect(whatArrived(undefined)).toBeNull()
  expect(whatArrived(story('none', [arrived], [arrived]))).toBeNull()
  expect(whatArrived(story('wiped', [arrived, {}], [{}]))).toBeNull()
  expect(whatArrived(story('away', [arrived], [{ job: 'unknown' }]))).toBeNull()
  expect(whatArrived(story('wiped', [arrived], [{}]))).toBe('outbox')
  expect(whatArrived(story('wiped', [arrived], [arrived]))).toBe('both')
})
