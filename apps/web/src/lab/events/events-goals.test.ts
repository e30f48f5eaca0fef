import type { OrderPath } from '@switchyard/contracts/lab-operations'
import { expect, it } from 'vitest'
import { eventsGoals, type Figures, type NewsStory, whatOthersNotice } from './events-goals.ts'

const first = '2026-11-28T12:00:01.000Z'
const later = '2026-11-28T12:00:09.000Z'
const to = (name: string, acknowledgedAt: string | null = first, over = {}) => ({
  ...{ to: name, sentAt: first, acknowledgedAt, sends: 1, job: acknowledgedAt ? 'gone' : 'delayed' },
  ...over,
})
const path = (...deliveries: object[]) =>
  ({
    status: 'cancelled',
    messages: [{ id: 'm', kind: 'event', name: 'orders.orderCancelled', deliveries }],
  }) as unknown as OrderPath
const figures: Figures = { done: 9, mails: 2, timeline: 5, listed: 'cancelled', stock: 'released' }
const story = (over: Partial<NewsStory>): NewsStory => ({
  ...{ path: undefined, hurt: 'orders.mailroom', told: undefined, figures },
  ...over,
})
const seen = (over: Partial<NewsStory>) => eventsGoals(story(over)).flatMap(({ key, seen }) => (seen ? [key] : []))
const others = [to('orders.history'), to('orders.partners')]
const told = { to: 'orders.mailroom', messages: 3, before: figures, heard: { m: first } } as const

it('sees nothing before anything was told', () => {
  expect(seen({})).toEqual([])
})

it('sees one alone only while it tries again and every other is done', () => {
  expect(seen({ path: path(to('orders.mailroom', null), ...others) })).toEqual(['alone'])
  expect(seen({ path: path(to('orders.mailroom', null, { job: 'active' }), ...others) })).toEqual([])
  expect(seen({ path: path(to('orders.mailroom', null), to('orders.history', null)) })).toEqual([])
  expect(seen({ path: path(to('orders.mailroom'), ...others) })).toEqual(['fan', 'heals'])
})

it('says what the others noticed only while one fails alone', () => {
  expect(whatOthersNotice(story({ path: path(to('orders.mailroom'), ...others) }))).toBeNull()
  expect(whatOthersNotice(story({ path: path(to('orders.mailroom', null), ...others) }))).toBe('nothing')
  const twice = to('orders.history', first, { sends: 2 })
  expect(whatOthersNotice(story({ path: path(to('orders.mailroom', null), twice) }))).toBe('again')
})

it('sees a replay only once every message was done with anew, and nothing changed only if nothing did', () => {
  expect(seen({ told, path: path(to('orders.mailroom'), ...others) })).toEqual(['fan'])
  const again = path(to('orders.mailroom', later), ...others)
  expect(seen({ told, path: again, figures: { ...figures, done: 12 } })).toEqual(['fan', 'again', 'same'])
  expect(seen({ told, path: again, figures: { ...figures, mails: 3 } })).toEqual(['fan', 'again'])
})
