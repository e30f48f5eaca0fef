import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { createWebhookKeys, webhookHeaders } from './webhook-signature.ts'

const keys = createWebhookKeys({ secret: 'ours' })
const webhookId = '0193f000-0000-7000-8000-00000000000a'
const nowMs = Date.now()
const id = '0193f000-0000-7000-8000-00000000000b'
const body = '{"type":"order.confirmed"}'
const headersBy = (...secrets: string[]) => webhookHeaders({ id, body, secrets, nowMs })

test('a receiver verifies a delivery with the library of Standard Webhooks', () => {
  const secret = keys.secretOf(webhookId, 1)
  expect(new Webhook(secret).verify(body, headersBy(secret))).toEqual({ type: 'order.confirmed' })
  expect(headersBy(secret)['webhook-signature']).toBe(new Webhook(secret).sign(id, new Date(nowMs), body))
})

test('a body, an id or a time that was changed is refused', () => {
  const secret = keys.secretOf(webhookId, 1)
  const receiver = new Webhook(secret)
  const headers = headersBy(secret)
  expect(() => receiver.verify(`${body} `, headers)).toThrow('No matching signature')
  expect(() => receiver.verify(body, { ...headers, 'webhook-id': webhookId })).toThrow('No matching signature')
  const later = String(Number(headers['webhook-timestamp']) + 1)
  expect(() => receiver.verify(body, { ...headers, 'webhook-timestamp': later })).toThrow('No matching signature')
})

test('after a rotation either key verifies, and a third does not', () => {
  const [before, after, other] = [1, 2, 3].map((version) => keys.secretOf(webhookId, version)) as [
    string,
    string,
    string,
  ]
  const headers = headersBy(after, before)
  for (const secret of [before, after]) expect(() => new Webhook(secret).verify(body, headers)).not.toThrow()
  expect(() => new Webhook(other).verify(body, headers)).toThrow('No matching signature')
})

test('every endpoint and version has a key of its own, the same whenever it is asked for', () => {
  const all = [keys.secretOf(webhookId, 1), keys.secretOf(webhookId, 2), keys.secretOf(id, 1)]
  expect(new Set(all).size).toBe(3)
  expect(createWebhookKeys({ secret: 'ours' }).secretOf(webhookId, 1)).toBe(all[0])
  expect(createWebhookKeys({ secret: 'other' }).secretOf(webhookId, 1)).not.toBe(all[0])
})
