import { connect as openSocket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Clock, systemClock } from '@switchyard/runtime/clock'
import { createTRPCClient, httpBatchLink, httpLink, TRPCClientError } from '@trpc/client'
import { describe, expect, test } from 'vitest'
import type { Around } from './around.ts'
import { writeEnvelopes } from './call-headers.ts'
import { Faults } from './fault.ts'
import type { RouterFor } from './implement.ts'
import { keepAlive } from './keep-alive.ts'
import { type echo, echo as echoContract, echoRouter } from './testing/echo.ts'
import { guestScope, testNetwork } from './testing/network.ts'

const everything = { id: 'f', target: { service: 'orders' }, ttlS: 10, expiresAt: '2030-01-01T00:00:00.000Z' }

type EchoRouter = RouterFor<typeof echo>

/** One instance, and what a client needs that is not ours. */
async function oneInstance(router = echoRouter(), options: { around?: Around } = {}) {
  const network = await testNetwork()
  const server = await network.serve(echoContract, router, options)
  const gateway = await network.identityOf('gateway')
  const url = `http://127.0.0.1:${server.port}`
  const envelopes = async (count: number, over: object = {}) => {
    const token = await gateway.tokenFor('orders', { kind: 'guest', id: 'g' })
    const one = { token, ms: 1_000, traceparent: '', ...over }
    return writeEnvelopes(Array.from({ length: count }, (_, index) => ({ id: `call-${index}`, ...one })))
  }
  const post = async (path: string, body: string, { count = 1, headers = {} } = {}) => {
    const response = await fetch(`${url}/rpc/${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-envelope': await envelopes(count), ...headers },
    })
    return { status: response.status, body: JSON.parse(await response.text()) }
  }
  return Object.assign(network, { server, url, envelopes, post })
}

describe('a stock tRPC client', () => {
  const links = [
    ['httpLink', httpLink],
    ['httpBatchLink', httpBatchLink],
  ] as const
  test.each(links)('with %s queries and mutates', async (_, link) => {
    await using instance = await oneInstance()
    const headers = async () => ({ 'x-envelope': await instance.envelopes(2, { key: 'k' }) })
    const client = createTRPCClient<EchoRouter>({ links: [link({ url: `${instance.url}/rpc`, headers })] })
    const words = { words: 'ä, “quoted” & more' }
    expect(await Promise.all([client.say.query(words), client.say.query({ words: 'b' })])).toEqual([
      words,
      { words: 'b' },
    ])
    expect(await client.save.mutate(words)).toEqual(words)
  })

  test('gets our code, and a status that HTTP understands', async () => {
    await using instance = await oneInstance()
    const headers = async () => ({ 'x-envelope': await instance.envelopes(1) })
    const client = createTRPCClient<EchoRouter>({ links: [httpBatchLink({ url: `${instance.url}/rpc`, headers })] })
    const error = await client.fail.query({ how: 'failure' }).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(TRPCClientError)
    expect(error).toMatchObject({ data: { code: 'unknown_sku', httpStatus: 422 } })
  })
})

describe('a request that', () => {
  const bad: [string, string, string, number, string][] = [
    ['is not JSON', 'say', '{"words":', 400, 'malformed_json'],
    ['is larger than 256 KB', 'say', JSON.stringify({ words: 'x'.repeat(300_000) }), 413, 'body_too_large'],
    ['has the wrong shape', 'say', '{"words":1}', 400, 'invalid_input'],
    ['names an unknown operation', 'shout', '{}', 404, 'not_found'],
    ['names a property of every object', 'constructor', '{}', 404, 'not_found'],
    ['names a nested one', 'a.b', '{}', 404, 'not_found'],
  ]
  test.each(bad)('%s is refused with its reason', async (_, path, body, status, code) => {
    await using instance = await oneInstance()
    const reply = await instance.post(path, body)
    expect(reply).toMatchObject({ status, body: { error: { data: { code, detail: expect.any(String) } } } })
  })

  test('carries more calls than are allowed is refused, empty names included', async () => {
    await using instance = await oneInstance()
    const reply = await instance.post(`${','.repeat(10)}?batch=1`, '{}', { count: 10 })
    expect(reply).toMatchObject({
      status: 400,
      body: { error: { data: { detail: expect.stringContaining('split') } } },
    })
  })

  test('has fewer envelopes than calls is refused as a whole', async () => {
    await using instance = await oneInstance()
    const reply = await instance.post('say,say?batch=1', '{"0":{"words":"a"},"1":{"words":"b"}}', { count: 1 })
    expect(reply).toMatchObject({ status: 400, body: { error: { data: { code: 'invalid_input' } } } })
  })

  test('has no envelope is unauthenticated', async () => {
    await using instance = await oneInstance()
    const reply = await instance.post('say', '{}', { headers: { 'x-envelope': '' } })
    expect(reply).toMatchObject({ status: 401, body: { error: { data: { code: 'unauthenticated' } } } })
  })

  test('comes after its deadline is refused, and no work is done', async () => {
    let calls = 0
    const router = echoRouter({
      say: async ({ input }) => {
        calls++
        return input
      },
    })
    await using instance = await oneInstance(router)
    const late = { 'x-envelope': await instance.envelopes(1, { ms: -1 }) }
    const reply = await instance.post('say', '{"words":"x"}', { headers: late })
    expect(reply).toMatchObject({ status: 503, body: { error: { data: { code: 'unavailable' } } } })
    expect(calls).toBe(0)
  })

  test('mutates with GET is refused', async () => {
    await using instance = await oneInstance()
    const headers = { 'x-envelope': await instance.envelopes(1, { key: 'k' }) }
    const response = await fetch(`${instance.url}/rpc/save?input={"words":"x"}`, { headers })
    expect(response.status).toBe(400)
  })

  test('mixes good and bad calls gets each answer by itself, under 207', async () => {
    await using instance = await oneInstance()
    const reply = await instance.post('say,fail?batch=1', '{"0":{"words":"a"},"1":{"how":"failure"}}', { count: 2 })
    expect(reply.status).toBe(207)
    expect(reply.body).toMatchObject([
      { result: { data: { words: 'a' } } },
      { error: { data: { code: 'unknown_sku' } } },
    ])
  })
})

test('a client whose connection breaks has its work aborted', async () => {
  const aborted = Promise.withResolvers<void>()
  const started = Promise.withResolvers<void>()
  const router = echoRouter({
    wait: ({ ctx }) =>
      new Promise(() => {
        started.resolve()
        ctx.signal.addEventListener('abort', () => aborted.resolve())
      }),
  })
  await using instance = await oneInstance(router)
  const client = new AbortController()
  const headers = { 'x-envelope': await instance.envelopes(1, { ms: 60_000 }) }
  const request = fetch(`${instance.url}/rpc/wait?input={"ms":900}`, { headers, signal: client.signal }).catch(() => {})
  await started.promise
  client.abort()
  await request
  await aborted.promise
})

test('a stranger cannot cancel a call of somebody else', async () => {
  let aborted = false
  const router = echoRouter({
    wait: async ({ input, ctx }) => {
      await sleep(input.ms)
      aborted ||= ctx.signal.aborted
      return { aborted }
    },
  })
  await using instance = await oneInstance(router)
  const gatewayFor = await instance.connect(echoContract, { as: 'gateway', newId: () => 'known-id' })
  const reply = gatewayFor(guestScope()).wait.query({ ms: 150 })
  await sleep(50)
  const orders = await instance.identityOf('orders')
  const token = await orders.tokenFor('orders', { kind: 'service', id: 'orders' })
  const envelope = writeEnvelopes([{ id: 'known-id', token, ms: 1_000, traceparent: '' }])
  await fetch(`${instance.url}/rpc/-/cancel`, { method: 'POST', headers: { 'x-envelope': envelope } })
  await reply
  expect(aborted).toBe(false)
})

test('what cancels a try that was given up does not end the next try of the same call', async () => {
  const aborted: number[] = []
  const arrived = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const mayAnswer = Promise.withResolvers<void>()
  const router = echoRouter({
    wait: async ({ input, ctx }) => {
      ctx.signal.addEventListener('abort', () => aborted.push(input.ms))
      arrived[input.ms - 1]?.resolve()
      await mayAnswer.promise
      return { aborted: ctx.signal.aborted }
    },
  })
  await using instance = await oneInstance(router)
  const headersOf = async (attempt: number) => ({
    'x-envelope': await instance.envelopes(1, { id: 'one-call', attempt, ms: 60_000 }),
  })
  const ask = async (attempt: number) =>
    fetch(`${instance.url}/rpc/wait?input={"ms":${attempt}}`, { headers: await headersOf(attempt) })
  const [first, second] = [ask(1), ask(2)]
  await Promise.all(arrived.map(({ promise }) => promise))
  await fetch(`${instance.url}/rpc/-/cancel`, { method: 'POST', headers: await headersOf(1) })
  expect((await first).status).toBe(503)
  mayAnswer.resolve()
  expect(await (await second).json()).toMatchObject({ result: { data: { aborted: false } } })
  expect(aborted).toEqual([1])
})

describe('health', () => {
  test('is live and ready while everything it needs is up', async () => {
    await using instance = await oneInstance()
    expect((await fetch(`${instance.url}/livez`)).status).toBe(200)
    const ready = await fetch(`${instance.url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', checks: { database: 'up' } }])
  })

  test('names what is down, and stays live', async () => {
    await using instance = await oneInstance()
    instance.health.database = 'down'
    const ready = await fetch(`${instance.url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'unready', checks: { database: 'down' } }])
    expect((await fetch(`${instance.url}/livez`)).status).toBe(200)
  })

  test('is unready and no longer registered while it drains, then closed', async () => {
    await using instance = await oneInstance()
    const drained = instance.server.drain()
    const ready = await fetch(`${instance.url}/readyz`)
    expect([ready.status, ready.headers.get('connection')]).toEqual([503, 'close'])
    await expect.poll(() => instance.registry.leases('orders')).toEqual([])
    await drained
    await expect(fetch(`${instance.url}/livez`)).rejects.toThrow()
  })
})

describe('a health ping through the path of the calls', () => {
  const pinged = async ({ url }: { url: string }, signal?: AbortSignal) =>
    (await fetch(`${url}/rpc/-/ping`, { ...(signal ? { signal } : {}) })).status

  test('needs no token; says whether the instance is up', async () => {
    await using instance = await oneInstance()
    expect(await pinged(instance)).toBe(204)
    instance.health.database = 'down'
    expect(await pinged(instance)).toBe(503)
  })

  test('says that an instance is no longer up while it drains', async () => {
    await using instance = await oneInstance()
    const drained = instance.server.drain()
    expect(await pinged(instance)).toBe(503)
    await drained
  })

  test('fails where calls fail, and gives no answer where they get none', async () => {
    const faults = new Faults({ clock: systemClock, random: () => 0 })
    await using instance = await oneInstance(echoRouter(), { around: faults })
    const on = (kind: string) => faults.hear({ type: 'faults', faults: [{ ...everything, kind }] })
    on('error')
    expect(await pinged(instance)).toBe(500)
    expect((await fetch(`${instance.url}/livez`)).status).toBe(200)
    on('drop')
    for (const path of ['/rpc/-/ping', '/livez', '/readyz']) {
      await expect(fetch(instance.url + path, { signal: AbortSignal.timeout(100) })).rejects.toThrow('timeout')
    }
    faults.hear({ type: 'faults', faults: [] })
    expect(await pinged(instance)).toBe(204)
  })
})

test('a call that is hurt by an error is answered internal, and its reason stays here', async () => {
  const faults = new Faults({ clock: systemClock, random: () => 0 })
  await using instance = await oneInstance(echoRouter(), { around: faults })
  faults.hear({ type: 'faults', faults: [{ ...everything, kind: 'error', operation: 'say' }] })
  const reply = await instance.post('say', '{"words":"x"}')
  expect(reply).toMatchObject({ status: 500, body: { error: { data: { code: 'internal' } } } })
  expect(JSON.stringify(reply.body)).not.toContain('fault')
  expect((await instance.post('whoAmI', '{}')).status).toBe(200)
})

test('a call that is dropped ends at its deadline', async () => {
  const faults = new Faults({ clock: systemClock, random: () => 0 })
  await using instance = await oneInstance(echoRouter(), { around: faults })
  faults.hear({ type: 'faults', faults: [{ ...everything, kind: 'drop', operation: 'say' }] })
  const brief = { 'x-envelope': await instance.envelopes(1, { ms: 100 }) }
  const reply = await instance.post('say', '{"words":"x"}', { headers: brief })
  expect(reply).toMatchObject({ status: 503, body: { error: { data: { code: 'unavailable' } } } })
})

test('an unknown path is 404', async () => {
  await using instance = await oneInstance()
  expect((await fetch(`${instance.url}/metrics`)).status).toBe(404)
})

test('a connection that sends nothing sensible is answered and closed', async () => {
  await using instance = await oneInstance()
  const socket = openSocket(instance.server.port, '127.0.0.1')
  const closed = new Promise<string>((resolve) => {
    let text = ''
    socket.on('data', (bytes) => {
      text += bytes
    })
    socket.on('close', () => resolve(text))
  })
  socket.write('HELLO\r\n\r\n')
  expect(await closed).toContain('400')
})

describe('a drain', () => {
  /** Time runs twenty times as fast, so that a limit of 9 s is over in 450 ms. */
  const fast: Clock = {
    now: Date.now,
    sleep: (ms, signal) => systemClock.sleep(ms / 20, signal),
    after: (ms, run) => systemClock.after(ms / 20, run),
  }

  test('finishes a call that was under way, and ends its connection with the answer', async () => {
    const [started, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const router = echoRouter({
      say: async ({ input }) => {
        started.resolve()
        await finish.promise
        return input
      },
    })
    await using instance = await oneInstance(router)
    const headers = { 'x-envelope': await instance.envelopes(1, { ms: 60_000 }) }
    const reply = fetch(`${instance.url}/rpc/say?input={"words":"last"}`, { headers })
    await started.promise
    const drained = instance.server.drain()
    finish.resolve()
    const { status, headers: answered } = await reply
    expect([status, answered.get('connection')]).toEqual([200, 'close'])
    await drained
  })

  test('serves on until every caller has heard of it, then takes no connection, and is done once however often it is asked', async () => {
    await using instance = await oneInstance()
    const [one, other] = [instance.server.drain(), instance.server.drain()]
    expect(await instance.post('say', '{"words":"late"}')).toMatchObject({ status: 200 })
    await Promise.all([one, other])
    await expect(instance.post('say', '{"words":"too late"}')).rejects.toMatchObject({
      cause: { code: 'ECONNREFUSED' },
    })
  })

  test('waits for callers whom nobody could tell: their idle connections are theirs to close', async () => {
    await using network = await testNetwork({ clock: fast })
    const server = await network.serve(echoContract, echoRouter())
    network.store.put = () => Promise.reject(new Error('the registry is away'))
    const socket = openSocket(server.port, '127.0.0.1')
    const order: string[] = []
    socket.write('GET /livez HTTP/1.1\r\nhost: x\r\n\r\n')
    await new Promise((resolve) => socket.once('data', resolve))
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve(void order.push('closed'))))
    const told = fast.sleep(keepAlive.clientMs).then(() => order.push('the client would have closed it'))
    await Promise.all([server.drain(), closed, told])
    expect(order).toEqual(['the client would have closed it', 'closed'])
  })

  test('ends at its limit: calls that do not finish are aborted and their connections closed', async () => {
    await using network = await testNetwork({ clock: fast })
    const [started, aborted] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const stubborn = echoRouter({
      wait: ({ ctx }) => {
        started.resolve()
        ctx.signal.addEventListener('abort', () => aborted.resolve())
        return new Promise(() => {})
      },
    })
    const server = await network.serve(echoContract, stubborn)
    const gateway = await network.identityOf('gateway')
    const token = await gateway.tokenFor('orders', { kind: 'guest', id: 'g' })
    const headers = { 'x-envelope': writeEnvelopes([{ id: 'c', token, ms: 600_000, traceparent: '' }]) }
    const call = fetch(`http://127.0.0.1:${server.port}/rpc/wait?input={"ms":1}`, { headers })
    await started.promise
    await Promise.all([server.drain(), aborted.promise])
    await call.then((response) => response.text()).catch(() => {})
  })
})
