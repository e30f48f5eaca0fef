import type { TokenTrial, TriedToken } from '@switchyard/contracts/lab-trust'
import { expect, it } from 'vitest'
import { badTrials, trustGoals, whatForgedMet } from './trust-goals.ts'

const tried = (trial: TokenTrial, refused: TriedToken['answer']['refused'], status = 401): TriedToken => ({
  ...{ trial, token: null },
  answer: { instanceId: 'inventory-1', operation: 'inventory.stockBySku', status, ms: 1, code: null, refused },
})
const seen = (all: TriedToken[]) =>
  trustGoals(all)
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

it('ticks the good token by an answer alone', () => {
  expect(seen([tried('as-it-is', null, 200)])).toEqual(['good'])
  expect(seen([tried('as-it-is', 'caller')])).toEqual([])
})

it('keeps apart who was refused: the process, or the person', () => {
  expect(seen([tried('beyond', 'person')])).toEqual(['person'])
  expect(seen([tried('beyond', 'caller')])).toEqual([])
  expect(seen([tried('made-admin', 'person')])).toEqual([])
})

it('ticks the bad ones when each of the six was refused as a caller', () => {
  const all = badTrials.map((trial) => tried(trial, 'caller'))
  expect(seen(all)).toEqual(['admin', 'bad'])
  expect(seen(all.slice(1))).toEqual(['admin'])
  expect(seen([...all.slice(1), tried('none', null, 200)])).toEqual(['admin'])
})

it('judges the prediction by what the forged token met', () => {
  expect(whatForgedMet([tried('none', 'caller')])).toBeNull()
  expect(whatForgedMet([tried('forged', 'caller')])).toBe('refused')
  expect(whatForgedMet([tried('forged', 'person')])).toBe('limited')
  expect(whatForgedMet([tried('forged', null, 200)])).toBe('believed')
})
