import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Principal } from '@switchyard/rpc/envelope'
import { Webhook as Verifier } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { callOf, openWorld, type World } from './testing/world.ts'
import { createWebhookPost } from './webhook-post.ts'

const gallery = { kind: 'partner', id: 'gallery', scopes: ['webhooks', 'orders:write'] } as const
const other = { kind: 'partner', id: 'other', scopes: ['webhooks', 'orders:write'] } as const
const staff = { kind: 'staff', id: 's1' } as const
const minuteMs = 60_000
const hourMs = 60 * minuteMs

interface Heard {
  headers: Record<string, string>
  body: string
}

/** A real receiver: it keeps what it hears and answers as told; `answer` may hold its breath. */
async function openReceiver() {
  const heard: Heard[] = []
  const receiver = { heard, answer: 204 as number | 'nothing', url: '' }
  const server = createServer((request, reply) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      heard.push({ headers: request.headers as Record<string, string>, body })
      if (receiver.answer === 'nothing') return
      if (receiver.answer === 302) reply.setHeader('location', 'http://127.0.0.1:1/')
      reply.writeHead(receiver.answer).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return Object.assign(receiver, { [Symbol.asyncDispose]: close })
}

type Receiver = Awaited<ReturnType<typeof openReceiver>>
const webhooks = createWebhookPost({ targets: 'any', deadlineMs: 1_000 })
let world: World
let receiver: Receiver
beforeAll(async () => {
  world = await openWorld({ adminUrl: process.env.TEST_DATABASE_URL, postWebhook: webhooks.post })
})
afterAll(async () => {
  await webhooks.close()
  await world[Symbol.asyncDispose]()
})
beforeEach(async () => {
  receiver = await openReceiver()
})
afterEach(async () => {
  await world.pool.query('DELETE FROM webhook_endpoints')
  await receiver[Symbol.asyncDispose]()
})

const as = (principal: Principal) => world.caller(callOf({ principal }))
const register = (principal: Principal = gallery, input: object = {}) =>
  as(principal).addWebhook({ url: receiver.url, ...input })
const deliver = () => world.run('deliver-webhooks')
const buy = async (principal: Principal = gallery) => {
  const { orderId } = await world.place({}, { principal })
  await world.settle()
  return orderId
}
const replayAll = (webhookId: string) => as(gallery).replayWebhook({ webhookId, since: '2020-01-01T00:00:00Z' })
const typesHeard = () => receiver.heard.map(({ body }) => JSON.parse(body).type)
const deliveriesOf = async (webhookId: string) => (await as(gallery).webhookDeliveries({ webhookId })).items
/** Lets as many pauses pass as it takes, a try after each. */
const letPass = async (ms: number) => {
  await world.clock.advance(ms)
  await deliver()
}

describe('a delivery', () => {
  it('tells of an order of the partner’s own, signed, with nothing personal', async () => {
    const { secret } = await register()
    const orderId = await buy()
    await buy(other)
    await deliver()
    expect(receiver.heard).toHaveLength(1)
    const [{ headers, body } = { headers: {} as Heard['headers'], body: '' }] = receiver.heard
    // The world has a clock of its own, days off the library's.
    const at = new Date(Number(headers['webhook-timestamp']) * 1_000)
    expect(new Verifier(secret).sign(headers['webhook-id'] ?? '', at, body)).toBe(headers['webhook-signature'])
    const { number } = await as(gallery).byId({ orderId })
    expect(JSON.parse(body)).toEqual({
      ...{ type: 'order.confirmed', timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
      data: { orderId, number, status: 'confirmed', reason: null },
    })
    expect(body).not.toMatch(/Ada|example\.test|Graz/)
  })

  it('is made once, however often the event comes, and only for events that were asked for', async () => {
    const { webhookId } = await register(gallery, { events: ['order.shipped', 'order.returned'] })
    const orderId = await buy()
    await world.moveParcel(orderId, 'shipped')
    await world.moveParcel(orderId, 'delivered')
    await world.return(orderId, { principal: gallery })
    await world.settle({ copies: 5 })
    await deliver()
    await deliver()
    expect(typesHeard().toSorted()).toEqual(['order.returned', 'order.shipped'])
    expect(await deliveriesOf(webhookId)).toMatchObject([
      { state: 'delivered', attempts: 1, lastResult: 'answered 204', dueAt: null },
      { state: 'delivered', attempts: 1 },
    ])
  })

  it.each([
    [500, 'answered 500'],
    [302, 'answered 302; redirects are not followed'],
    ['nothing' as const, 'no answer within 1 s'],
  ])('that meets %s is tried again under the same id, after a pause that grows', async (answer, result) => {
    const { webhookId } = await register()
    await buy()
    receiver.answer = answer
    await deliver()
    expect(await deliveriesOf(webhookId)).toMatchObject([{ state: 'waiting', attempts: 1, lastResult: result }])
    await deliver()
    expect(receiver.heard).toHaveLength(1)
    await letPass(6_000)
    expect(receiver.heard).toHaveLength(2)
    await letPass(6_000)
    expect(receiver.heard).toHaveLength(2)
    receiver.answer = 204
    await letPass(6 * minuteMs)
    expect(receiver.heard).toHaveLength(3)
    expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(new Set(receiver.heard.map(({ body }) => body)).size).toBe(1)
    expect(await deliveriesOf(webhookId)).toMatchObject([{ state: 'delivered', attempts: 3 }])
    expect(await as(gallery).webhook({ webhookId })).toMatchObject({ failingSince: null, waiting: 0 })
  })

  it('to one receiver does not wait for another that is slow', async () => {
    await using slow = await openReceiver()
    slow.answer = 'nothing'
    const { webhookId } = await as(gallery).addWebhook({ url: slow.url })
    await register()
    for (let i = 0; i < 3; i++) await world.place({}, { principal: gallery })
    await world.settle()
    await deliver()
    expect(receiver.heard).toHaveLength(3)
    // Two at once, and the third when these had failed.
    expect((await deliveriesOf(webhookId)).map(({ attempts }) => attempts)).toEqual([1, 1, 1])
  })

  it('that somebody died with is made by whoever comes after the lease', async () => {
    const { webhookId } = await register()
    await buy()
    await world.pool.query('UPDATE webhook_deliveries SET due_at = $1', [new Date(world.clock.now() + 30_000)])
    await deliver()
    expect(receiver.heard).toHaveLength(0)
    await letPass(30_001)
    expect(receiver.heard).toHaveLength(1)
    expect(await deliveriesOf(webhookId)).toMatchObject([{ state: 'delivered' }])
  })
})

describe('an endpoint', () => {
  it('that fails for three days is disabled with the reason, misses nothing, and is enabled by a word', async () => {
    const { webhookId } = await register()
    await buy()
    receiver.answer = 503
    await deliver()
    for (let hours = 0; hours < 96; hours += 12) await letPass(12 * hourMs)
    const tried = receiver.heard.length
    expect(await as(gallery).webhook({ webhookId })).toMatchObject({
      state: 'disabled',
      reason: expect.stringMatching(/^Nothing was delivered since .* UTC\. The last try: answered 503$/),
    })
    await buy()
    await letPass(hourMs)
    expect(receiver.heard).toHaveLength(tried)
    receiver.answer = 200
    expect(await as(gallery).enableWebhook({ webhookId })).toMatchObject({ state: 'enabled', reason: null })
    await deliver()
    expect((await deliveriesOf(webhookId)).map(({ state }) => state)).toContain('delivered')
    expect(await as(gallery).webhook({ webhookId })).toMatchObject({ state: 'enabled', waiting: 0 })
  })

  it('that answers 410 is disabled at once', async () => {
    const { webhookId } = await register()
    await buy()
    receiver.answer = 410
    await deliver()
    expect(await as(staff).webhook({ webhookId })).toMatchObject({
      state: 'disabled',
      reason: 'The receiver said that it wants nothing more: it answered 410: nothing more is wanted',
    })
    expect(await as(staff).enableWebhook({ webhookId })).toMatchObject({ state: 'enabled' })
  })

  it('is signed for with both keys for a day after a rotation', async () => {
    const { webhookId, secret } = await register()
    const rotated = await as(gallery).rotateWebhookSecret({ webhookId })
    expect(rotated.secret).not.toBe(secret)
    await buy()
    await deliver()
    expect(receiver.heard[0]?.headers['webhook-signature']?.split(' ')).toHaveLength(2)
    await world.clock.advance(25 * hourMs)
    await buy()
    await deliver()
    expect(receiver.heard[1]?.headers['webhook-signature']?.split(' ')).toHaveLength(1)
  })

  it('is its partner’s: others do not see it, staff do, guests are sent away', async () => {
    const { webhookId } = await register()
    expect((await as(other).webhooks({})).items).toEqual([])
    await expect(as(other).webhook({ webhookId })).rejects.toThrow('no such webhook')
    await expect(as(other).removeWebhook({ webhookId })).rejects.toThrow('no such webhook')
    await expect(as(other).rotateWebhookSecret({ webhookId })).rejects.toThrow('no such webhook')
    await expect(as(other).replayWebhook({ webhookId, since: '2020-01-01T00:00:00Z' })).rejects.toThrow(
      'no such webhook',
    )
    await expect(world.caller(callOf()).webhooks({})).rejects.toThrow('Sign in')
    expect((await as(staff).webhooks({})).items).toMatchObject([{ webhookId }])
    expect(await as(gallery).removeWebhook({ webhookId })).toEqual({ webhookId })
    expect((await as(gallery).webhooks({})).items).toEqual([])
  })

  it.each([
    ['a try is written down', deliver],
    ['a replay is asked for', (webhookId: string) => replayAll(webhookId)],
  ])(
    'is locked before its deliveries when %s, as when it is enabled, so that nobody waits in a circle',
    async (_, act) => {
      const { webhookId } = await register()
      await buy()
      const enabling = await world.pool.connect()
      await enabling.query('BEGIN')
      await enabling.query('UPDATE webhook_endpoints SET failing_since = NULL WHERE id = $1', [webhookId])
      const acting = act(webhookId)
      await expect.poll(world.blocked).toBe(1)
      const theirs = enabling.query('SELECT FROM webhook_deliveries WHERE endpoint_id = $1 FOR UPDATE NOWAIT', [
        webhookId,
      ])
      const got = await theirs.then(({ rowCount }) => rowCount, String)
      await enabling.query('ROLLBACK')
      enabling.release()
      await acting
      expect(got).toBe(1)
    },
  )

  it('is one of ten at most', async () => {
    for (let i = 0; i < 10; i++) await register()
    await expect(register()).rejects.toThrow('10 webhooks already')
    await expect(register(other)).resolves.toMatchObject({ state: 'enabled' })
  })
})

describe('a replay', () => {
  it('sends everything since then once more, also what came before the endpoint did', async () => {
    const newcomer = { kind: 'partner', id: 'newcomer', scopes: ['webhooks', 'orders:write'] } as const
    await buy(newcomer)
    const { webhookId } = await register(newcomer)
    await buy(newcomer)
    await deliver()
    expect(receiver.heard).toHaveLength(1)
    const since = '2020-01-01T00:00:00.000Z'
    expect(await as(newcomer).replayWebhook({ webhookId, since })).toEqual({ queued: 2 })
    await deliver()
    expect(receiver.heard).toHaveLength(3)
    expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(2)
    const [latest] = (await as(newcomer).webhookDeliveries({ webhookId })).items
    expect(await as(staff).replayWebhook({ webhookId, eventId: latest?.eventId })).toEqual({ queued: 1 })
    await deliver()
    expect(receiver.heard.at(-1)?.headers['webhook-id']).toBe(latest?.eventId)
    await expect(as(newcomer).replayWebhook({ webhookId })).rejects.toThrow('either eventId')
  })

  it('that is asked for while a try is under way is not swallowed by it', async () => {
    const { webhookId } = await register()
    await buy()
    receiver.answer = 'nothing'
    const trying = deliver()
    await expect.poll(() => receiver.heard.length).toBe(1)
    const [{ eventId } = { eventId: '' }] = await deliveriesOf(webhookId)
    await as(gallery).replayWebhook({ webhookId, eventId })
    receiver.answer = 204
    await trying
    await deliver()
    expect(receiver.heard).toHaveLength(2)
    expect(await deliveriesOf(webhookId)).toMatchObject([{ state: 'delivered', attempts: 1 }])
  })
})

it('in production a webhook to a private address is not taken, and one that became private is not sent to', async () => {
  const closed = createWebhookPost({ targets: 'public', deadlineMs: 1_000 })
  await using strict = await openWorld({
    ...{ adminUrl: process.env.TEST_DATABASE_URL, webhookTargets: 'public' },
    postWebhook: closed.post,
  })
  const partner = strict.caller(callOf({ principal: gallery }))
  await expect(partner.addWebhook({ url: receiver.url })).rejects.toThrow('must begin with https://')
  await expect(partner.addWebhook({ url: 'https://169.254.169.254/' })).rejects.toThrow('private or reserved')
  const { webhookId } = await partner.addWebhook({ url: 'https://localhost:9/orders' })
  await strict.place({}, { principal: gallery })
  await strict.settle()
  await strict.run('deliver-webhooks')
  const { items } = await partner.webhookDeliveries({ webhookId })
  expect(items).toMatchObject([{ lastResult: expect.stringContaining('private or reserved network') }])
  await closed.close()
})

it('what is older than thirty days is forgotten', async () => {
  const { webhookId } = await register()
  await buy()
  await deliver()
  await world.clock.advance(30 * 24 * hourMs)
  await world.run('prune-webhooks')
  expect(await deliveriesOf(webhookId)).toHaveLength(1)
  await world.clock.advance(1_000)
  await world.run('prune-webhooks')
  expect(await deliveriesOf(webhookId)).toEqual([])
})
