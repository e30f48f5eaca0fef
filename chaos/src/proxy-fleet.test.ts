import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { randomFrom } from '@switchyard/art/kit/random'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, onTestFinished, test } from 'vitest'
import type { Control, Instance } from './control.ts'
import { openProxyFleet } from './proxy-fleet.ts'

const instance = (id: string, service: string, port: number | null): Instance => ({
  ...{ id, service, port, pid: 1, state: 'ready', restarts: 0 },
})

test('a proxy stands in front of every instance at the address that it registers, and follows it to a new port', async () => {
  const names = ['before', 'after'] as const
  const ports = await Promise.all(
    names.map(async (name) => {
      const server = createServer((socket) => socket.end(name)).listen(0, '127.0.0.1')
      onTestFinished(() => void server.close())
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    }),
  )
  let list = [instance('orders-1', 'orders', ports[0]!), instance('gateway-1', 'gateway', 1)]
  const clock = new TestClock(0)
  const control = { instances: async () => list } as unknown as Control
  const options = { control, services: ['orders'], advertised: '127.0.1.1', random: randomFrom('1'), clock }
  await using fleet = await openProxyFleet(options)
  expect(await heardAt(ports[0]!)).toBe('before')
  expect(fleet.of('gateway-1')).toBeUndefined()

  list = [instance('orders-1', 'orders', null)]
  await clock.advance(100)
  await expect.poll(() => fleet.of('orders-1')).toBeUndefined()
  list = [instance('orders-1', 'orders', ports[1]!)]
  await clock.advance(100)
  await expect.poll(() => fleet.of('orders-1')?.port).toBe(ports[1])
  expect(await heardAt(ports[1]!)).toBe('after')
})

async function heardAt(port: number): Promise<string> {
  const socket = connect({ host: '127.0.1.1', port })
  let heard = ''
  for await (const bytes of socket) heard += bytes
  return heard
}
