import { Webhook, WebhookDelivery } from '@switchyard/contracts/webhooks'
import { z } from 'zod'
import { openReceiver } from '../receiver.ts'
import { expectStatus } from '../rest.ts'
import { expect, test } from '../shop.ts'

const Registered = Webhook.extend({ secret: z.string() })
const sku = 'bristle-no-22-a3'

test('a partner hears of its orders by signed webhooks, also after its receiver was broken, and can have them sent once more', async ({
  partner,
}) => {
  await using receiver = await openReceiver()
  const added = await expectStatus(partner.ask('/webhooks', { method: 'POST', json: { url: receiver.url } }), 201)
  const { webhookId, secret } = Registered.parse(added.body)
  const path = `/webhooks/${webhookId}`
  const deliveries = async () => {
    const { body } = await expectStatus(partner.ask(`${path}/deliveries`), 200)
    return z.object({ items: z.array(WebhookDelivery) }).parse(body).items
  }
  receiver.secret = secret
  receiver.isBroken = true
  const { orderId, number } = await partner.placeOrder({ sku })
  await partner.waitsFor(orderId, 'confirmed')
  const waiting = async () => (await deliveries()).filter((one) => one.orderId === orderId)
  const refused = { type: 'order.confirmed', state: 'waiting', attempts: 1, lastResult: 'answered 500' }
  await expect.poll(waiting, { timeout: 20_000 }).toMatchObject([refused])

  // The seeded key is everybody's, so other tests' orders come here too.
  const ours = () => receiver.heard.filter(({ data }) => data.orderId === orderId)
  receiver.isBroken = false
  await expect.poll(() => ours().length, { timeout: 20_000 }).toBe(1)
  expect(ours()).toMatchObject([{ type: 'order.confirmed', data: { number, status: 'confirmed' } }])

  await partner.cancel(orderId)
  await expect.poll(() => ours().map(({ type }) => type)).toEqual(['order.confirmed', 'order.cancelled'])
  const eventId = ours()[0]?.id
  await expectStatus(partner.ask(`${path}/replay`, { method: 'POST', json: { eventId } }), 202)
  await expect.poll(() => ours().filter(({ id }) => id === eventId).length).toBe(2)

  await expectStatus(partner.ask(path, { method: 'DELETE' }), 200)
  await expectStatus(partner.ask(path), 404)
})

test('webhooks are for partners: a guest is sent away, and an address with a password in it is not taken', async ({
  partner,
  shop,
}) => {
  expect((await fetch(`${shop.gateway}/api/v2/webhooks`)).status).toBe(401)
  const json = { url: 'https://me:secret@hooks.example.com/' }
  const { body } = await expectStatus(partner.ask('/webhooks', { method: 'POST', json }), 400)
  expect(body).toMatchObject({ code: 'invalid_input', issues: [{ path: 'url' }] })
})
