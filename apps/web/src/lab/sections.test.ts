import { expect, it } from 'vitest'
import { sections, standingOf } from './sections.ts'

const standings = (...done: (typeof sections)[number][]) => sections.map((one) => standingOf(one, new Set(done)))

it('points to the first section that is not done', () => {
  expect(standings()).toEqual(['now', 'next', 'next', 'next', 'next', 'next'])
  expect(standings('Predict', 'Do')).toEqual(['done', 'done', 'now', 'next', 'next', 'next'])
})

it('points back to a section that was passed over', () => {
  expect(standings('Do', 'Watch')).toEqual(['now', 'done', 'done', 'next', 'next', 'next'])
})

it('points nowhere once all is done', () => {
  expect(standings(...sections)).not.toContain('now')
})
