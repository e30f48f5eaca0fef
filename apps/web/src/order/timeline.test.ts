import type { OrderStatus, TimelineEntry } from '@switchyard/contracts/orders'
import { describe, expect, it } from 'vitest'
import { mergeTimeline, stepsDone, timelineSteps } from './timeline.ts'

const entry = (seq: number, status: OrderStatus, note: string | null = null): TimelineEntry => ({
  seq,
  status,
  note,
  at: `2026-11-21T20:00:0${seq}.000Z`,
})
const titles = (status: OrderStatus, timeline: TimelineEntry[], waitedMs?: number) =>
  timelineSteps({ status, timeline }, waitedMs).map((step) => `${step.title}: ${step.state}`)

describe('a history', () => {
  it('has each entry once and in order, however it came', () => {
    const known = [entry(1, 'pending'), entry(2, 'reserved')]
    expect(mergeTimeline(known, [entry(3, 'paid'), entry(2, 'reserved')]).map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(mergeTimeline([entry(2, 'reserved')], [entry(1, 'pending')]).map(({ seq }) => seq)).toEqual([1, 2])
  })

  it('loses nothing when the answer is newer than the stream', () => {
    const answer = [entry(1, 'pending'), entry(2, 'reserved'), entry(3, 'paid')]
    expect(mergeTimeline(answer, [entry(1, 'pending')])).toEqual(answer)
  })
})

describe('the steps', () => {
  it('say what is being done and what comes next', () => {
    expect(titles('pending', [entry(1, 'pending')])).toEqual([
      'Pending: done',
      'Reserving: now',
      'Paid: next',
      'Confirmed: next',
    ])
    expect(titles('paid', [entry(1, 'pending'), entry(2, 'reserved'), entry(3, 'paid')])).toEqual([
      'Pending: done',
      'Reserved: done',
      'Paid: done',
      'Confirming: now',
      'Confirmed: next',
    ])
  })

  it('end with what happened', () => {
    const rejected = [entry(1, 'pending'), entry(2, 'rejected', 'Someone was quicker.')]
    expect(titles('rejected', rejected)).toEqual(['Pending: done', 'Rejected: bad'])
    expect(stepsDone(rejected)).toBe(1)
  })

  it('tell what came back after the end', () => {
    const cancelled = [entry(1, 'pending'), entry(2, 'cancelled'), entry(3, 'cancelled', 'Refunded.')]
    expect(titles('cancelled', cancelled)).toEqual(['Pending: done', 'Cancelled: undone', 'Given back: done'])
  })

  it('say so when the bank takes its time', () => {
    const waiting = timelineSteps({ status: 'reserved', timeline: [entry(1, 'pending'), entry(2, 'reserved')] }, 9_000)
    expect(waiting[2]?.reason).toBe('Still with the bank. We ask again by ourselves.')
  })
})
