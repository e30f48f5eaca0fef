import { expect, it } from 'vitest'
import { faultOf, firstSetting } from './harm.ts'

const { harm } = firstSetting

it('hurts one instance, or the whole service, by the share that was set', () => {
  expect(faultOf(harm, 'inventory-2')).toEqual({
    target: { instance: 'inventory-2' },
    kind: 'error',
    share: 0.5,
    ttlS: 30,
  })
  expect(faultOf({ ...harm, whom: 'all', percent: 100 }, undefined)).toMatchObject({
    target: { service: 'inventory' },
    share: 1,
  })
})

it('names a delay for latency alone', () => {
  expect(faultOf({ ...harm, kind: 'latency' }, 'inventory-2')).toMatchObject({ kind: 'latency', delayMs: 400 })
  expect(faultOf({ ...harm, kind: 'drop' }, 'inventory-2')).not.toHaveProperty('delayMs')
})

it('hurts nobody when nothing is to go wrong, or when nobody is known', () => {
  expect(faultOf({ ...harm, kind: 'none' }, 'inventory-2')).toBeNull()
  expect(faultOf(harm, undefined)).toBeNull()
})
