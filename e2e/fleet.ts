import { expect } from '@playwright/test'
import { z } from 'zod'
import { openCallers } from './callers.ts'
import { openFaults } from './faults.ts'
import { ask, expectStatus } from './rest.ts'
import type { RunningShop } from './stack.ts'

const Instance = z.object({
  id: z.string(),
  service: z.string(),
  pid: z.int().nullable(),
  port: z.int().nullable(),
  state: z.enum(['starting', 'ready', 'draining', 'frozen', 'dead']),
  restarts: z.int(),
})
export type Instance = z.infer<typeof Instance>
type Action = 'kill' | 'drain' | 'freeze' | 'thaw' | 'start' | 'wipe'

/** Every process of the shop, in the hands of a test, over the host's control API. */
export type Fleet = ReturnType<typeof openFleet>

/** Opens the control API; `undo` waits until everything runs again as `before` had it. */
export function openFleet(shop: RunningShop) {
  const { url, token, gateway } = shop
  const { undo: healAll, ...faults } = openFaults(shop)
  let touched: Instance[] | undefined
  const control = (path: string, json?: unknown) =>
    ask(`${url}${path}`, {
      method: path === '/instances' ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}` },
      ...(json === undefined ? {} : { json }),
    })
  const instances = async () => z.array(Instance).parse((await expectStatus(control('/instances'), 200)).body)
  const of = async (service: string) => (await instances()).filter((instance) => instance.service === service)
  const change = async (path: string, json?: unknown) => {
    touched ??= await instances()
    await expectStatus(control(path, json), 202)
  }
  const act = (id: string, action: Action) => change(`/instances/${id}/${action}`)
  const scale = (service: string, count: number) => change(`/services/${service}/scale`, { instances: count })

  const waitsFor = (id: string, state: Instance['state']) =>
    expect.poll(async () => (await instances()).find((instance) => instance.id === id)?.state, soon(30_000)).toBe(state)

  return {
    ...faults,
    ...openCallers(shop),
    instances,
    of,
    /** The first instance of a service: the one to break. */
    oneOf: async (service: string) => {
      const [first] = await of(service)
      if (!first) throw new Error(`there is no ${service} instance`)
      return first
    },
    kill: (id: string) => act(id, 'kill'),
    drain: (id: string) => act(id, 'drain'),
    freeze: (id: string) => act(id, 'freeze'),
    thaw: (id: string) => act(id, 'thaw'),
    start: (id: string) => act(id, 'start'),
    wipeRedis: () => act('redis-1', 'wipe'),
    scale,
    /** Waits until this instance stands there. */
    waitsFor,
    /** Drains an instance and starts it anew, as a release does; resolves when it is ready again. */
    restart: async (id: string) => {
      await act(id, 'drain')
      await waitsFor(id, 'dead')
      await act(id, 'start')
      await waitsFor(id, 'ready')
    },
    undo: async () => {
      await healAll()
      if (touched === undefined) return
      await restore(touched, { instances, control })
      await expect.poll(async () => (await ask(`${gateway}/readyz`)).text, everythingUp).not.toContain('down')
      touched = undefined
    },
  }
}

/** The host is asked often, for it answers at once and everything waits for what it says. */
const soon = (timeout: number, message?: string) => ({ timeout, intervals: [100], ...(message ? { message } : {}) })
const everythingUp = soon(60_000, 'every service is reached by the gateway again')

async function restore(
  before: readonly Instance[],
  host: { instances: () => Promise<Instance[]>; control: (path: string, json?: unknown) => Promise<unknown> },
) {
  for (const { id, state } of await host.instances()) {
    if (state === 'frozen') await host.control(`/instances/${id}/thaw`)
    if (state === 'dead') await host.control(`/instances/${id}/start`)
  }
  for (const service of ['inventory', 'orders', 'gateway', 'web']) {
    const count = before.filter((instance) => instance.service === service).length
    await host.control(`/services/${service}/scale`, { instances: count })
  }
  const notReady = async () =>
    (await host.instances()).filter(({ state }) => state !== 'ready').map(({ id, state }) => `${id} is ${state}`)
  await expect.poll(notReady, soon(60_000, 'every instance is ready again')).toEqual([])
}
