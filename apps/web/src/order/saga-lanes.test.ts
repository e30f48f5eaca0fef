import type { MessageTrail } from '@switchyard/contracts/trail'
import { expect, it } from 'vitest'
import { sagaLanes } from './saga-lanes.ts'

const at = (ms: number) => new Date(Date.UTC(2026, 10, 21, 20) + ms).toISOString()
const message = (name: string, from: number, to: number | null, queue = name): MessageTrail => ({
  id: `${name}-${from}`,
  kind: 'command',
  name,
  from: 'orders',
  at: at(from),
  deliveries: [
    {
      to: queue,
      sentAt: at(from),
      acknowledgedAt: to === null ? null : at(to),
      sends: 1,
      job: to === null ? 'active' : 'completed',
    },
  ],
})
const running = { state: 'running' as const, steps: [] }

it('draws each command from its outbox to its acknowledgement, in the lane of whoever does it', () => {
  const { lanes, total } = sagaLanes(
    {
      placedAt: at(0),
      saga: running,
      messages: [message('inventory.reserveStock', 2, 30), message('orders.chargeCard', 31, null)],
    },
    Date.parse(at(50)),
  )
  expect(total).toBe(50)
  expect(lanes.map(({ name }) => name)).toEqual(['inventory', 'payments'])
  expect(lanes[0]?.bars).toMatchObject([{ label: 'reserve', from: 2, to: 30, state: 'done' }])
  expect(lanes[1]?.bars).toMatchObject([{ label: 'charge', from: 31, to: 50, state: 'now' }])
})

it('outlines what was refused, and what was undone beside what it undoes', () => {
  const { lanes } = sagaLanes(
    {
      placedAt: at(0),
      saga: {
        state: 'undone',
        steps: [{ name: 'charge', service: 'orders', state: 'refused', startedAt: at(11), endedAt: at(20) }],
      },
      messages: [
        message('inventory.reserveStock', 1, 10),
        message('orders.chargeCard', 11, 20),
        message('inventory.releaseStock', 21, 30),
      ],
    },
    0,
  )
  expect(lanes[0]?.bars.map(({ label, state }) => `${label}: ${state}`)).toEqual(['reserve: done', 'release: undo'])
  expect(lanes[1]?.bars.map(({ label, state }) => `${label}: ${state}`)).toEqual(['charge refused: undo'])
})

it('ends a bar with its answer, which comes before the acknowledgement', () => {
  const { lanes } = sagaLanes(
    {
      placedAt: at(0),
      saga: {
        state: 'running',
        steps: [{ name: 'charge', service: 'orders', state: 'done', startedAt: at(13), endedAt: at(40) }],
      },
      messages: [
        message('inventory.reserveStock', 2, 70),
        message('inventory.stockReserved', 12, 80, 'orders.fulfilment'),
        message('orders.chargeCard', 13, 90),
      ],
    },
    0,
  )
  expect(lanes.map(({ bars }) => bars.map(({ from, to }) => [from, to]))).toEqual([[[2, 12]], [[13, 40]]])
})

it('leaves answers out: they are no work', () => {
  const answered = message('inventory.stockReserved', 5, 9, 'orders.fulfilment')
  expect(sagaLanes({ placedAt: at(0), saga: running, messages: [answered] }, 0).lanes).toEqual([])
})
