import type { Guide } from './guide.ts'

const webhookId = '0193f2c4-7a10-7c31-9d43-5b1f8a2c6e03'
const orderId = '0193f2c4-7a10-7c31-9d43-5b1f8a2c6e01'
const at = '2026-11-23T10:00:02.000Z'
const webhook = {
  ...{ webhookId, url: 'https://gallery.example/halftone', events: ['order.confirmed', 'order.shipped'] },
  ...{ state: 'enabled', reason: null, failingSince: null, createdAt: at, waiting: 0 },
}
const which = { webhookId }
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

/** Endpoints of partners. */
export const webhookGuide: Guide = {
  'webhooks.add': {
    summary: 'Names an endpoint; the answer has the secret under which deliveries are signed',
    input: { url: webhook.url, events: webhook.events },
    output: { ...webhook, secret },
  },
  'webhooks.list': { summary: 'The endpoints', output: { items: [webhook] } },
  'webhooks.byId': { summary: 'One endpoint', input: which, output: webhook },
  'webhooks.remove': { summary: 'Sends nothing there any more', input: which, output: which },
  'webhooks.enable': { summary: 'Sends again to an endpoint that was disabled', input: which, output: webhook },
  'webhooks.rotateSecret': {
    summary: 'A new secret; deliveries carry both signatures for a day',
    input: which,
    output: { secret },
  },
  'webhooks.replay': {
    summary: 'Sends one event once more, or all since then',
    input: { webhookId, since: at },
    output: { queued: 3 },
  },
  'webhooks.deliveries': {
    summary: 'What became of each delivery, the newest first',
    input: { webhookId, limit: 10 },
    output: {
      items: [
        {
          ...{ eventId: '0193f2c4-7a10-7c31-9d43-5b1f8a2c6e04', type: 'order.confirmed', orderId, state: 'delivered' },
          ...{ attempts: 1, dueAt: null, lastAt: at, lastResult: 'answered 204' },
        },
      ],
    },
  },
}
