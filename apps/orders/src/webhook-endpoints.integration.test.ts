import type { Principal } from '@switchyard/rpc/envelope'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gallery, openReceiver, openWebhookScene, other, type Receiver, staff } from './testing/webhook-scene.ts'
import { callOf } from './testing/world.ts'

const hourMs = 60 * 60_000

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

const register = (principal: Principal = gallery) => as(principal).addWebhook({ url: receiver.url })
const replayAll = (webhookId: string) => as(gallery).replayWebhook({ webhookId, since: '2020-01-01T00:00:00Z' })

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
