import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createControlApi } from './control-api.ts'
import type { ControlPorts, Mail } from './control-operations.ts'
import { Faults } from './faults.ts'
import { Refusal, Supervisor } from './supervisor.ts'
import { FakeTimers } from './timers.fake.ts'
import { topology } from './topology.ts'

let server: Server
let url: string
let mailbox: readonly Mail[] | undefined
let rebuilt: { events: number; orders: number; sales: number; mended: number } | undefined
let done: string[]
let timers: FakeTimers
/** What the processes were told, by instance. */
let told: Record<string, unknown[]>

beforeEach(async () => {
  done = []
  mailbox = undefined
  rebuilt = undefined
  told = {}
  timers = new FakeTimers()
  const running = { pid: 7, terminate() {}, kill() {}, freeze() {}, thaw() {} }
  let ids = 0
  const faults = new Faults({
    timers,
    newId: () => `fault-${++ids}`,
    enabled: true,
    instances: () => supervisor.instances(),
  })
  const supervisor: Supervisor = new Supervisor({
    services: topology,
    engines: [{ name: 'redis', version: '7.2', port: 6379, launch: undefined }],
    version: '0.1.0',
    launch: (service, id) => {
      const hear = (message: object) => {
        told[id] = [...(told[id] ?? []), message]
      }
      return faults.telling(service, id, () => ({ ...running, tell: hear }))
    },
    timers,
  })
  supervisor.start()
  const ports: ControlPorts = {
    instances: () => supervisor.instances(),
    scale: (service, instances) => supervisor.scale(service, instances),
    act: (id, action) => supervisor.act(id, action),
    faults,
    wipe: async (id) => {
      throw new Refusal('not_ours', `${id} is yours`)
    },
    readMailbox: async (to) => mailbox?.filter((mail) => to === undefined || mail.to === to),
    rebuildReads: async () => rebuilt,
    stop: () => void done.push('stop'),
  }
  server = createControlApi({ token: 'secret', ports })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

async function ask(method: string, path: string, { body, token = 'secret' }: { body?: string; token?: string } = {}) {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return { status: response.status, type: response.headers.get('content-type'), json: JSON.parse(text) }
}

describe('who asks', () => {
  it.each(['', 'wrong', 'secre', 'secrets'])('must hold the token; "%s" is refused', async (token) => {
    const { status, type, json } = await ask('GET', '/instances', { token })
    expect([status, type, json.code]).toEqual([401, 'application/problem+json', 'unauthenticated'])
  })
})

describe('instances', () => {
  it('are listed with all that the outside may know', async () => {
    const { json } = await ask('GET', '/instances')
    expect(json).toHaveLength(8)
    expect(json[0]).toMatchObject({ id: 'redis-1', service: 'redis', state: 'ready', pid: null })
    expect(Object.keys(json[1]).sort()).toEqual([
      'id',
      'pid',
      'port',
      'restarts',
      'service',
      'startedAt',
      'state',
      'version',
    ])
  })

  it.each([
    ['kill', 'dead'],
    ['drain', 'draining'],
    ['freeze', 'frozen'],
    ['thaw', 'starting'],
    ['start', 'starting'],
  ])('answer %s at once with the state %s', async (action, state) => {
    expect(await ask('POST', `/instances/orders-1/${action}`)).toMatchObject({
      status: 202,
      json: { id: 'orders-1', state },
    })
  })

  it.each([
    ['POST', '/instances/orders-9/kill', 404, 'not_found'],
    ['POST', '/instances/orders-1/explode', 404, 'not_found'],
    ['GET', '/instances/orders-1/kill', 404, 'not_found'],
    ['POST', '/instances/redis-1/kill', 409, 'not_ours'],
    ['POST', '/instances/redis/wipe', 409, 'not_ours'],
    ['POST', '/instances/%E0%A4%A/kill', 404, 'not_found'],
    ['PUT', '/faults', 404, 'not_found'],
    ['POST', '/faults/fault-1', 404, 'not_found'],
    ['DELETE', '/faults', 404, 'not_found'],
    ['GET', '/', 404, 'not_found'],
  ])('%s %s is %d %s', async (method, path, status, code) => {
    expect(await ask(method, path)).toMatchObject({ status, json: { code, status } })
  })
})

describe('scale', () => {
  it('answers at once with what will be', async () => {
    expect(await ask('POST', '/services/orders/scale', { body: '{"instances":3}' })).toMatchObject({
      status: 202,
      json: { service: 'orders', instances: 3 },
    })
    const { json } = await ask('GET', '/instances')
    expect(json.filter(({ service }: { service: string }) => service === 'orders')).toHaveLength(3)
  })

  it.each([
    ['orders', '{"instances":9}', 400, 'invalid_input'],
    ['orders', '{"instances":"2"}', 400, 'invalid_input'],
    ['orders', '{"instances":2,"more":1}', 400, 'invalid_input'],
    ['orders', '{', 400, 'malformed_json'],
    ['orders', `"${'x'.repeat(20_000)}"`, 413, 'body_too_large'],
    ['payments', '{"instances":2}', 409, 'not_scalable'],
    ['redis', '{"instances":2}', 409, 'not_scalable'],
    ['nonsense', '{"instances":2}', 404, 'not_found'],
  ])('of %s with %.30s is %d %s', async (service, body, status, code) => {
    expect(await ask('POST', `/services/${service}/scale`, { body })).toMatchObject({ status, json: { code } })
  })
})

describe('faults', () => {
  const slow = { target: { instance: 'orders-1' }, kind: 'latency', delayMs: 500, ttlS: 30 }
  const post = (fault: object) => ask('POST', '/faults', { body: JSON.stringify(fault) })

  it('begin at once, are told to those whom they concern, listed, and ended', async () => {
    const { status, json } = await post({ ...slow, operation: 'place', share: 0.5, scope: 'ann' })
    expect([status, json]).toEqual([201, { id: 'fault-1', expiresAt: '2030-01-01T00:00:30.000Z' }])
    const fault = { ...slow, operation: 'place', share: 0.5, scope: 'ann', ...json }
    expect((await ask('GET', '/faults')).json).toEqual([fault])
    expect(told['orders-1']).toEqual([{ type: 'faults', faults: [fault] }])
    expect(await ask('DELETE', '/faults/fault-1')).toMatchObject({ status: 200, json: { id: 'fault-1' } })
    expect((await ask('GET', '/faults')).json).toEqual([])
    expect(told['orders-1']?.at(-1)).toEqual({ type: 'faults', faults: [] })
  })

  it('end by themselves', async () => {
    await post(slow)
    timers.pass(29_999)
    expect((await ask('GET', '/faults')).json).toHaveLength(1)
    timers.pass(1)
    expect((await ask('GET', '/faults')).json).toEqual([])
    expect(await ask('DELETE', '/faults/fault-1')).toMatchObject({ status: 404, json: { code: 'not_found' } })
  })

  it('are twenty at once at most', async () => {
    for (let count = 0; count < 20; count++) expect((await post(slow)).status).toBe(201)
    expect(await post(slow)).toMatchObject({ status: 409, json: { code: 'too_many' } })
    await ask('DELETE', '/faults/fault-1')
    expect((await post(slow)).status).toBe(201)
  })

  it.each([
    [{ target: { instance: 'orders-9' } }, 404, 'not_found'],
    [{ target: { service: 'nonsense' } }, 404, 'not_found'],
    [{ target: { service: 'web' } }, 409, 'not_hurtable'],
    [{ target: { instance: 'redis-1' } }, 409, 'not_hurtable'],
    [{ target: { queue: 'orders.mailroom' }, kind: 'drop', delayMs: undefined }, 400, 'invalid_input'],
    [{ limit: 20 }, 400, 'invalid_input'],
    [{ kind: 'limit', delayMs: undefined, limit: 20 }, 400, 'invalid_input'],
    [{ target: { queue: 'orders.mailroom' }, kind: 'error', delayMs: undefined, scope: 's' }, 400, 'invalid_input'],
    [{ target: { queue: 'mailroom' }, kind: 'error', delayMs: undefined }, 404, 'not_found'],
    [{ kind: 'spoil', delayMs: undefined }, 400, 'invalid_input'],
    [{ kind: 'duplicate', delayMs: undefined }, 400, 'invalid_input'],
    [{ delayMs: undefined }, 400, 'invalid_input'],
    [{ kind: 'drop' }, 400, 'invalid_input'],
    [{ ttlS: 121 }, 400, 'invalid_input'],
    [{ share: 0 }, 400, 'invalid_input'],
  ])('with %j are refused with %d %s', async (over, status, code) => {
    expect(await post({ ...slow, ...over })).toMatchObject({ status, json: { code } })
    expect(told).toEqual({})
  })

  it('that are wrong in many ways are told each with its cure', async () => {
    const { json } = await post({ target: {}, kind: 'oops', share: 2, ttlS: 0, more: 1 })
    expect(json.detail).toBe(
      'target must be { "instance": "orders-1" }, { "service": "orders" } or { "queue": "orders.mailroom" }; ' +
        'kind must be "latency" or "error" or "drop" or "duplicate" or "reorder" or "spoil" or "limit"; ' +
        'share must be at most 1; ttlS must be at least 1; more is not a known field; remove it.',
    )
  })
})

describe('the read models', () => {
  it('are rebuilt by orders, and 503 says that nobody could', async () => {
    expect(await ask('POST', '/read-models/rebuild')).toMatchObject({ status: 503, json: { code: 'unavailable' } })
    rebuilt = { events: 9, orders: 3, sales: 2, mended: 0 }
    expect(await ask('POST', '/read-models/rebuild')).toMatchObject({ status: 200, json: rebuilt })
    expect(await ask('POST', '/read-models/burn')).toMatchObject({ status: 404 })
  })
})

describe('the mailbox', () => {
  const mail = {
    to: 'a@halftone.test',
    kind: 'order-confirmed',
    orderId: null,
    subject: 's',
    text: 't',
    at: '2030-01-01T00:00:00Z',
  }

  it('is unavailable while nobody can read it', async () => {
    expect(await ask('GET', '/mailbox')).toMatchObject({ status: 503, json: { code: 'unavailable' } })
  })

  it('is read for all or for one', async () => {
    mailbox = [mail, { ...mail, to: 'b@halftone.test' }]
    expect((await ask('GET', '/mailbox')).json).toHaveLength(2)
    expect((await ask('GET', '/mailbox?to=a%40halftone.test')).json).toEqual([mail])
  })
})

it('stops when told to, after the answer', async () => {
  expect(await ask('POST', '/stop')).toMatchObject({ status: 202, json: { stopping: true } })
  expect(done).toEqual(['stop'])
})
