import { expect, it } from 'vitest'
import { actionsFor } from './instance-state.ts'

const running = { service: 'orders', pid: 7 } as const

it('offers what makes sense for an instance as it stands', () => {
  expect(actionsFor({ ...running, state: 'ready' })).toEqual(['kill', 'drain', 'freeze'])
  expect(actionsFor({ ...running, state: 'frozen' })).toEqual(['kill', 'thaw'])
  expect(actionsFor({ ...running, state: 'draining' })).toEqual(['kill'])
  expect(actionsFor({ ...running, state: 'dead', pid: null })).toEqual(['start'])
})

it('offers nothing for an engine that was brought', () => {
  expect(actionsFor({ service: 'redis', state: 'ready', pid: null })).toEqual([])
  expect(actionsFor({ service: 'redis', state: 'ready', pid: 9 })).toEqual(['kill', 'freeze'])
})
