import type { Instance } from '@switchyard/contracts/lab-operations'
import { expect, it } from 'vitest'
import { mapCaptions, mapInstances } from './map-plan.ts'

const orders: Instance = {
  id: 'orders-1',
  service: 'orders',
  pid: 1,
  port: 1,
  version: '1',
  state: 'ready',
  restarts: 0,
  startedAt: null,
  lease: null,
}

it('gives each box its own instances', () => {
  const boxes = mapInstances({ instances: [orders, { ...orders, id: 'web-1', service: 'web' }] })
  expect(boxes.orders?.map(({ id }) => id)).toEqual(['orders-1'])
  expect(boxes.inventory).toEqual([])
})

it('counts the jobs of all queues, without those that have failed for good', () => {
  const queues = [
    {
      queue: 'a',
      active: 1,
      waiting: 2,
      delayed: 1,
      failed: 5,
      held: 0,
      backlogMax: 10,
      canary: null,
      oldestAt: null,
      done: [],
    },
  ]
  expect(mapCaptions({ instances: [orders], queues }).queues).toBe('4 jobs')
  expect(mapCaptions({ instances: [orders], queues: [] }).queues).toBe('0 jobs')
})

it('says that it does not know when nobody could tell', () => {
  expect(mapCaptions({ instances: null, queues: null })).toMatchObject({ queues: 'not known', orders: 'not known' })
})
