import { randomFrom } from '@switchyard/art/kit/random'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import type { Control } from './control.ts'
import { faultsNamed } from './faults.ts'
import { injectAll } from './inject.ts'

const instance = (id: string, service: string) => ({
  id,
  service,
  pid: 1,
  port: 1,
  state: 'ready' as const,
  restarts: 0,
})

/** A host that notes what it was asked, and is whole again `wholeAfterMs` after each asking. */
function hostThatNotes(clock: TestClock, wholeAfterMs: number) {
  const notes: string[] = []
  const control: Control = {
    instances: async () => [
      instance('orders-1', 'orders'),
      instance('orders-2', 'orders'),
      instance('inventory-1', 'inventory'),
      instance('gateway-1', 'gateway'),
    ],
    act: async (id, action) => void notes.push(`${clock.now()} ${action} ${id}`),
    scale: async () => {},
    hurt: async () => 'fault',
    mend: async () => {},
    untilWhole: async ({ signal }) => {
      await clock.sleep(wholeAfterMs, signal)
      return clock.now()
    },
  }
  return { notes, control }
}
const options = {
  times: 3,
  holdMs: 4_000,
  startMs: 1_000,
  windowMs: 10_000,
  ground: {
    gateway: undefined,
    proxies: undefined,
    firewall: undefined,
    trap: undefined,
    engines: undefined,
    provider: undefined,
  },
  untilReturned: async () => ({ registeredAtMs: undefined, takenAtMs: undefined }),
  signal: new AbortController().signal,
}
const [freeze] = faultsNamed(['freeze-gateway'])
const [kill] = faultsNamed(['kill-service'])

test('a fault comes at the beginning of each window and is healed after its time', async () => {
  const clock = new TestClock(0)
  const { notes, control } = hostThatNotes(clock, 100)
  const done = injectAll({ ...options, fault: freeze!, control, random: randomFrom('1'), clock })
  await clock.advance(60_000)
  expect((await done).injections).toHaveLength(3)
  expect(notes).toEqual(
    [1_000, 11_000, 21_000].flatMap((at) => [`${at} freeze gateway-1`, `${at + 4_000} thaw gateway-1`]),
  )
})

test('a window that begins while the shop is not whole is used late, as long as enough of it is left', async () => {
  const clock = new TestClock(0)
  const { control } = hostThatNotes(clock, 12_000)
  const done = injectAll({ ...options, holdMs: 0, fault: kill!, control, random: randomFrom('1'), clock })
  await clock.advance(60_000)
  expect((await done).injections.map(({ atMs }) => atMs)).toEqual([1_000, 13_000, 25_000])
})

test('a window of which too little is left is left out', async () => {
  const clock = new TestClock(0)
  const { notes, control } = hostThatNotes(clock, 17_000)
  const done = injectAll({ ...options, holdMs: 0, fault: kill!, control, random: randomFrom('1'), clock })
  await clock.advance(60_000)
  expect((await done).injections.map(({ atMs }) => atMs)).toEqual([1_000, 21_000])
  expect(notes).toHaveLength(2)
})

test('an interrupted campaign heals at once what it has broken', async () => {
  const clock = new TestClock(0)
  const { notes, control } = hostThatNotes(clock, 100)
  const stopping = new AbortController()
  const done = injectAll({
    ...options,
    fault: freeze!,
    control,
    random: randomFrom('1'),
    clock,
    signal: stopping.signal,
  })
  await clock.advance(1_500)
  stopping.abort()
  await done
  expect(notes).toEqual(['1000 freeze gateway-1', '1500 thaw gateway-1'])
})

test('the seed chooses the targets among the services of the fault', async () => {
  const targets = async (seed: string) => {
    const clock = new TestClock(0)
    const { control } = hostThatNotes(clock, 100)
    const done = injectAll({ ...options, times: 20, fault: kill!, control, random: randomFrom(seed), clock })
    await clock.advance(300_000)
    return (await done).injections.map(({ target }) => target)
  }
  expect(await targets('1')).toEqual(await targets('1'))
  expect(await targets('1')).not.toEqual(await targets('2'))
  expect(new Set(await targets('1'))).toEqual(new Set(['orders-1', 'orders-2', 'inventory-1']))
})

test('a host that refuses ends the injections, and what was seen before is kept', async () => {
  const clock = new TestClock(0)
  const { notes, control } = hostThatNotes(clock, 100)
  const act: Control['act'] = async (id, action) => {
    if (notes.length === 1) throw new Error('the host refused')
    return control.act(id, action)
  }
  const refusing = { ...control, act }
  const done = injectAll({ ...options, holdMs: 0, fault: kill!, control: refusing, random: randomFrom('1'), clock })
  await clock.advance(60_000)
  expect(await done).toMatchObject({ injections: [{ atMs: 1_000 }], brokenOff: 'the host refused' })
})
