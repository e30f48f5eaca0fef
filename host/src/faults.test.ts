import { beforeEach, expect, it } from 'vitest'
import { Faults } from './faults.ts'
import type { Instance, Launch } from './slot.ts'
import { FakeTimers } from './timers.fake.ts'
import type { ServiceName } from './topology.ts'

let faults: Faults
let timers: FakeTimers
/** The latest list that each instance was told, by the ids of its faults. */
let told: Record<string, string[]>

const open = (enabled = true) => {
  let ids = 0
  const instances = (['orders-1', 'orders-2', 'web-1'] as const).map((id) => ({ id, service: id.slice(0, -2) }))
  const newId = () => `fault-${++ids}`
  return new Faults({ timers, newId, enabled, instances: () => instances as unknown as Instance[] })
}

beforeEach(() => {
  timers = new FakeTimers()
  told = {}
  faults = open()
})

/** Starts an instance whose process remembers what it is told. */
function start(service: ServiceName, id: string, { hears = true } = {}) {
  let events: Parameters<Launch>[0] | undefined
  const tell = (message: object) => {
    told[id] = (message as { faults: { id: string }[] }).faults.map((fault) => fault.id)
  }
  const process = { pid: 1, terminate() {}, kill() {}, freeze() {}, thaw() {}, ...(hears ? { tell } : {}) }
  const launch: Launch = (given) => {
    events = given
    return process
  }
  faults.telling(service, id, launch)({ ready() {}, ended() {} })
  return { ready: () => events?.ready(1), end: () => events?.ended() }
}

const request = { kind: 'error', share: 1, ttlS: 10 } as const

it('a fault of an instance is told to it alone, one of a service to all of its instances', () => {
  for (const id of ['orders-1', 'orders-2']) start('orders', id)
  start('inventory', 'inventory-1')
  faults.inject({ ...request, target: { instance: 'orders-1' } })
  faults.inject({ ...request, target: { service: 'orders' } })
  expect(told).toEqual({ 'orders-1': ['fault-1', 'fault-2'], 'orders-2': ['fault-2'], 'inventory-1': [] })
})

it('a fault of a queue is told to every instance of the service that reads it', () => {
  for (const id of ['orders-1', 'orders-2']) start('orders', id)
  start('inventory', 'inventory-1')
  faults.inject({ ...request, target: { queue: 'orders.mailroom' } })
  expect(told).toEqual({ 'orders-1': ['fault-1'], 'orders-2': ['fault-1'], 'inventory-1': [] })
})

it('the limit of a queue is told to everybody, for anybody may send there', () => {
  start('orders', 'orders-1')
  start('inventory', 'inventory-1')
  const limit = { ...request, kind: 'limit', limit: 20 } as const
  faults.inject({ ...limit, target: { queue: 'orders.mailroom' } })
  expect(told).toEqual({ 'orders-1': ['fault-1'], 'inventory-1': ['fault-1'] })
  expect(() => faults.inject({ ...limit, target: { queue: 'orders.mailroom', orderId: 'o' } })).toThrow('orderId')
})

it('a fault outlives the process that it hurts, and reaches an instance that joins later', () => {
  const before = start('orders', 'orders-1')
  faults.inject({ ...request, target: { service: 'orders' } })
  before.end()
  told = {}
  start('orders', 'orders-1')
  start('orders', 'orders-3')
  expect(told).toEqual({ 'orders-1': ['fault-1'], 'orders-3': ['fault-1'] })
})

it('a process that is ready again, after a reload, is told again', () => {
  const process = start('orders', 'orders-1')
  faults.inject({ ...request, target: { service: 'orders' } })
  told = {}
  process.ready()
  expect(told).toEqual({ 'orders-1': ['fault-1'] })
})

it('a process that has ended is told nothing, and its successor is not forgotten with it', () => {
  const first = start('orders', 'orders-1')
  start('orders', 'orders-1')
  first.end()
  faults.inject({ ...request, target: { instance: 'orders-1' } })
  expect(told).toEqual({ 'orders-1': ['fault-1'] })
})

it('nobody is told of anything before there is a fault, nor whoever cannot be hurt', () => {
  start('orders', 'orders-1').ready()
  start('web', 'web-1')
  expect(told).toEqual({})
  faults.inject({ ...request, target: { instance: 'orders-1' } })
  expect(told).toEqual({ 'orders-1': ['fault-1'] })
})

it('a fault that has ended by itself is told as gone, and leaves no timer; so does one that was healed', () => {
  start('orders', 'orders-1')
  faults.inject({ ...request, target: { instance: 'orders-1' } })
  timers.pass(10_000)
  expect([told, timers.waiting]).toEqual([{ 'orders-1': [] }, 0])
  faults.heal(faults.inject({ ...request, target: { instance: 'orders-1' } }).id)
  expect([told, timers.waiting, faults.list()]).toEqual([{ 'orders-1': [] }, 0, []])
})

it('without a lab nothing is hurt', () => {
  faults = open(false)
  expect(() => faults.inject({ ...request, target: { instance: 'orders-1' } })).toThrow('LAB_ENABLED is 0')
})
