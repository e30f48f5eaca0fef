import type { Principal } from '@switchyard/rpc/envelope'
import { Webhook as Verifier } from 'standardwebhooks'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  gallery,
  type Heard,
  openReceiver,
  openWebhookScene,
  other,
  type Receiver,
  staff,
} from './testing/webhook-scene.ts'
import { callOf, openWorld } from './testing/world.ts'
import { createWebhookPost } from './webhook-post.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

const scene = await openWebhookScene({ adminUrl: process.env.TEST_DATABASE_URL })
const { world, as, deliver, buy, deliveriesOf, letPass } = scene
let receiver: Receiver
beforeEach(async () => {
  receiver = await openReceiver()
})
afterEach(async () => {
  await scene.forgetEndpoints()
  await receiver[Symbol.asyncDispose]()
})
afterAll(() => scene[Symbol.asyncDispose]())

const register = (principal: Principal = gallery, input: object = {}) =>
  as(principal).addWebhook({ url: receiver.url, ...input })
const typesHeard = () => receiver.heard.map(({ body }) => JSON.parse(body).type)

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
  await world.clock.advance(30 * dayMs)
  await world.run('prune-webhooks')
  expect(await deliveriesOf(webhookId)).toHaveLength(1)
  await world.clock.advance(1_000)
  await world.run('prune-webhooks')
  expect(await deliveriesOf(webhookId)).toEqual([])
})
