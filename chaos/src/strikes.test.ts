import { randomFrom } from '@switchyard/art/kit/random'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import type { Control, Instance } from './control.ts'
import { cutOff } from './cut-off.ts'
import { hurtCalls } from './hurt-calls.ts'
import { restartAll } from './restart-all.ts'
import { scaleOut } from './scale-out.ts'
import type { Ground, Scene } from './strike.ts'

const instance = (id: string, differs: Partial<Instance> = {}): Instance => ({
  ...{ id, service: id.replace(/-\d+$/, ''), pid: 1, port: 4_711, state: 'ready', restarts: 0 },
  ...differs,
})

/** A host that notes what it was asked; a drained instance is dead a moment later, a started one whole. */
function sceneOn(target: Instance, ground: Partial<Ground> = {}) {
  const notes: string[] = []
  const list = [target, instance('orders-2'), instance('gateway-1'), instance('redis-1')]
  const clock = new TestClock(0)
  const state = new Map<string, Instance['state']>()
  const control: Control = {
    instances: async () => list.map((each) => ({ ...each, state: state.get(each.id) ?? each.state })),
    act: async (id, action) => {
      notes.push(`${action} ${id}`)
      state.set(id, action === 'drain' ? 'dead' : 'ready')
    },
    scale: async (service, count) => void notes.push(`scale ${service} ${count}`),
    hurt: async (fault) => {
      notes.push(JSON.stringify(fault))
      return 'fault-7'
    },
    mend: async (id) => void notes.push(`mend ${id}`),
    untilWhole: async () => {
      notes.push('whole')
      return clock.now()
    },
  }
  const scene: Scene = {
    ...{ target, control, holdMs: 20_000, random: randomFrom('1'), clock, signal: new AbortController().signal },
    ground: {
      gateway: undefined,
      proxies: undefined,
      firewall: undefined,
      trap: undefined,
      engines: undefined,
      provider: undefined,
      ...ground,
    },
  }
  return { notes, scene }
}

test('calls are hurt at one instance by a fault that outlives the hold, and mended by its id', async () => {
  const { notes, scene } = sceneOn(instance('inventory-1'))
  const { heal } = await hurtCalls({ at: 'instance', kind: 'latency', delayMs: 2_000 })(scene)
  await heal?.()
  expect(JSON.parse(notes[0]!)).toEqual({
    ...{ target: { instance: 'inventory-1' }, kind: 'latency', delayMs: 2_000, share: 1, ttlS: 30 },
  })
  expect(notes[1]).toBe('mend fault-7')
})

test('calls are hurt at every instance of a service', async () => {
  const { notes, scene } = sceneOn(instance('inventory-1'))
  await hurtCalls({ at: 'service', kind: 'error', share: 0.3 })({ ...scene, holdMs: 600_000 })
  expect(JSON.parse(notes[0]!)).toMatchObject({ target: { service: 'inventory' }, share: 0.3, ttlS: 120 })
})

test('a partition drops the packets of the target’s port, and lets them pass again', async () => {
  const dropped: string[] = []
  const firewall = {
    silence: async (port: number, silence: string) => void dropped.push(`${silence} ${port}`),
    open: async (port?: number) => void dropped.push(`open ${port}`),
  }
  const { scene } = sceneOn(instance('orders-1'), { firewall })
  const { heal } = await cutOff('replies', { ask: async () => ({ status: 0, text: 'timeout' }) })(scene)
  await heal?.()
  expect(dropped).toEqual(['replies 4711', 'open 4711'])
})

test('a partition through which the target answers is an error, and is taken back', async () => {
  const opened: string[] = []
  const firewall = { silence: async () => {}, open: async () => void opened.push('open') }
  const { scene } = sceneOn(instance('orders-1'), { firewall })
  const { heal } = await cutOff('both', { ask: async () => ({ status: 200, text: '' }) })(scene)
  await expect(heal?.()).rejects.toThrow('orders-1 answered through a partition')
  expect(opened).toEqual(['open'])
})

test('a partition where nothing can be dropped is an error, not a success', async () => {
  await expect(cutOff('both')(sceneOn(instance('orders-1')).scene)).rejects.toThrow('network namespace')
})

test('a rolling restart waits until all is whole before the next instance', async () => {
  const { notes, scene } = sceneOn(instance('orders-1'))
  await restartAll(['orders', 'gateway'])(scene)
  expect(notes).toEqual(['orders-1', 'orders-2', 'gateway-1'].flatMap((id) => [`drain ${id}`, `start ${id}`, 'whole']))
})

test('a service grows, and shrinks to what it was', async () => {
  const { notes, scene } = sceneOn(instance('orders-1'))
  const { heal } = await scaleOut(4)(scene)
  await heal?.()
  expect(notes).toEqual(['scale orders 4', 'scale orders 2'])
})
