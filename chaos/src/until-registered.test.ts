import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import type { Instance } from './control.ts'
import { untilRegistered } from './until-registered.ts'

const instance = { pid: 1, port: 1, restarts: 0 }
const running: Instance[] = [
  { ...instance, id: 'orders-1', service: 'orders', state: 'ready' },
  { ...instance, id: 'inventory-1', service: 'inventory', state: 'ready' },
  { ...instance, id: 'inventory-2', service: 'inventory', state: 'dead' },
  { ...instance, id: 'redis-1', service: 'redis', state: 'ready' },
]

/** Watches a registry that gives these answers, look after look and then the last one again. */
async function watch(list: readonly Instance[], ...looks: (readonly string[] | Error)[]) {
  const clock = new TestClock(0)
  const registered = async (service: string) => {
    const leased = looks[Math.min(clock.now() / 100, looks.length - 1)] ?? []
    if (leased instanceof Error) throw leased
    return leased.filter((id) => id.startsWith(service))
  }
  const control = { instances: async () => [...list] }
  const whole = untilRegistered({ control, registered, clock, limitMs: 500, signal: new AbortController().signal })
  await clock.advance(5_000)
  return await whole
}

test('a registry is whole at the moment at which every running instance of a service has a lease', async () => {
  const away = new Error('away')
  expect(await watch(running, away, [], ['orders-1'], ['orders-1', 'inventory-1'])).toBe(300)
})

test('a registry that does not come back in time was not seen whole', async () => {
  expect(await watch(running, ['orders-1'])).toBeUndefined()
})

test('a registry without anybody is not whole', async () => {
  expect(await watch([], [])).toBeUndefined()
})
