import { randomFrom } from '@switchyard/art/kit/random'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import type { Control, Instance } from './control.ts'
import { faultsNamed } from './faults.ts'
import { faultsAmong, type NemesisOptions, unleash } from './nemesis.ts'

const instance = (id: string): Instance => ({
  ...{ id, service: id.replace(/-\d+$/, ''), pid: 1, port: 4_711, state: 'ready', restarts: 0 },
})
const ground = {
  gateway: undefined,
  proxies: undefined,
  firewall: undefined,
  trap: undefined,
  engines: undefined,
  provider: undefined,
}

/** Twenty windows of five seconds over a host that notes what it was asked. */
async function unleashed(differs: Partial<NemesisOptions> = {}, seed = '1') {
  const clock = new TestClock(0)
  const notes: { at: number; action: string; id: string }[] = []
  const control: Control = {
    instances: async () => ['orders-1', 'orders-2', 'inventory-1', 'gateway-1', 'gateway-2'].map(instance),
    act: async (id, action) => void notes.push({ at: clock.now(), action, id }),
    scale: async () => {},
    hurt: async () => 'fault',
    mend: async () => {},
    untilWhole: async () => clock.now(),
  }
  const done = unleash({
    ...{ among: faultsNamed(['freeze', 'drain']), control, ground, clock, signal: new AbortController().signal },
    ...{ times: 20, startMs: 0, windowMs: 5_000, random: randomFrom(seed) },
    ...differs,
  })
  await clock.advance(200_000)
  return { notes, ...(await done) }
}

test('the seed decides what comes when, to whom and for how long', async () => {
  const one = await unleashed()
  expect(await unleashed()).toEqual(one)
  expect((await unleashed({}, '2')).notes).not.toEqual(one.notes)
  expect(new Set(one.injections.map(({ fault }) => fault)).size).toBeGreaterThan(2)
  expect(one.injections.length).toBeGreaterThan(15)
})

test('faults last beside each other, but no more than three, and never two at one instance', async () => {
  const { injections } = await unleashed({ windowMs: 700, times: 60 })
  const besides = injections.map(({ atMs }) => injections.filter((each) => each.atMs <= atMs && each.healedAtMs > atMs))
  expect(Math.max(...besides.map((all) => all.length))).toBe(3)
  for (const all of besides) expect(new Set(all.map(({ target }) => target)).size).toBe(all.length)
})

test('whatever was hurt is healed when the nemesis ends, also when it is interrupted', async () => {
  const stopping = new AbortController()
  const begin = { freeze: 'thaw', drain: 'start' } as Record<string, string>
  for (const differs of [
    {},
    { signal: stopping.signal, random: { ...randomFrom('3'), pick: stopAtThird(stopping) } },
  ]) {
    const { notes } = await unleashed(differs)
    const open = new Map<string, string>()
    for (const { id, action } of notes) open.set(id, begin[action] ?? '')
    expect(notes.length).toBeGreaterThan(3)
    expect([...open.values()].every((owed) => owed === '')).toBe(true)
  }
})

test('a fault that cannot be made is left out, and one that cannot be healed is told', async () => {
  const refused = await unleashed({ among: faultsNamed(['partition-both', 'redis-wipe']) })
  expect(refused).toMatchObject({ injections: [], brokenOff: undefined })
  const [freeze] = faultsNamed(['freeze-gateway'])
  const heal = () => Promise.reject(new Error('it stays frozen'))
  const stuck = await unleashed({ among: [{ ...freeze!, strike: async () => ({ heal }) }], times: 1 })
  expect(stuck).toMatchObject({ injections: [], brokenOff: 'it stays frozen' })
})

test('it has every fault that this ground allows, but those that take their own time', () => {
  const names = (firewall?: { silence: () => Promise<void>; open: () => Promise<void> }) =>
    faultsAmong({ firewall, engines: undefined }).map(({ name }) => name)
  expect(names()).toEqual(expect.arrayContaining(['kill-service', 'redis-full', 'postgres-kill', 'payments-down']))
  expect(names().filter((name) => /^(nemesis|rolling|proxy|partition|postgres-disk)/.test(name))).toEqual([])
  expect(names({ silence: async () => {}, open: async () => {} })).toContain('partition-both')
})

/** Interrupts at the third choice. */
function stopAtThird(stopping: AbortController): <Item>(items: readonly Item[]) => Item {
  let picks = 0
  const random = randomFrom('3')
  return (items) => {
    picks += 1
    if (picks === 6) stopping.abort()
    return random.pick(items)
  }
}
