import { expect, it } from 'vitest'
import { sagaLanes } from './saga-lanes.ts'

const at = (ms: number) => new Date(Date.UTC(2026, 10, 21, 20) + ms).toISOString()

it('puts each step into the lane of its service, at its recorded time', () => {
  const { lanes, until } = sagaLanes({
    placedAt: at(0),
    saga: {
      state: 'running',
      steps: [
        { name: 'reserve', service: 'inventory', state: 'done', startedAt: at(2), endedAt: at(30) },
        { name: 'charge', service: 'orders', state: 'running', startedAt: at(31), endedAt: null },
        { name: 'commit', service: 'inventory', state: 'waiting', startedAt: null, endedAt: null },
      ],
    },
  })
  expect(until).toBe(31)
  expect(lanes.map(({ name }) => name)).toEqual(['inventory', 'orders'])
  expect(lanes[0]?.bars).toMatchObject([{ label: 'reserve', from: 2, to: 30, state: 'done' }])
  expect(lanes[1]?.bars).toMatchObject([{ label: 'charge', from: 31, to: 31, state: 'now' }])
})

it('outlines what was refused or undone', () => {
  const { lanes } = sagaLanes({
    placedAt: at(0),
    saga: {
      state: 'undone',
      steps: [{ name: 'charge', service: 'orders', state: 'refused', startedAt: at(1), endedAt: at(9) }],
    },
  })
  expect(lanes[0]?.bars[0]).toMatchObject({ label: 'charge refused', state: 'undo' })
})
