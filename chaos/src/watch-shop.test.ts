import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import type { Control } from './control.ts'
import type { LabClient } from './lab-client.ts'
import { watchShop } from './watch-shop.ts'

test('host and gateways are seen again and again until it stops; who does not answer was not seen', async () => {
  const clock = new TestClock(0)
  let looks = 0
  const instances = async () => {
    looks += 1
    if (looks === 2) throw new Error('the host is busy')
    return []
  }
  const control = { instances } as unknown as Control
  const lab = { callers: async () => (looks === 1 ? undefined : []) } as unknown as LabClient
  const watch = watchShop({ control, lab, clock })
  await clock.advance(0)
  await clock.advance(250)
  const seen = watch.stop()
  await clock.advance(0)
  expect((await seen).instances.map(({ atMs }) => atMs)).toEqual([0, 200])
  expect((await seen).callers.map(({ atMs }) => atMs)).toEqual([100, 200])
})
