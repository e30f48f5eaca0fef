/**
 * What is told rather than asked, as an AsyncAPI 3 document: the webhooks that partners get, the stream of an order, and
 * the events between the services with who hears them. Made of the same contracts as everything else.
 *
 *     asyncapi({ contracts: [orders, inventory], subscribers })
 */
import type { Contract, Message, Policy, Schema } from '@switchyard/contracts/contract'
import { TimelineEntry } from '@switchyard/contracts/orders'
import { storefront } from '@switchyard/contracts/storefront'
import { WebhookEvent, WebhookPayload } from '@switchyard/contracts/webhooks'
import { type Json, schemasOf } from './schemas.ts'
import { securityOf, securitySchemes } from './shared-parts.ts'

/** One thing that is told: where (left out where only the receiver knows), what, and a line about it. */
interface Told {
  name: string
  address?: string
  payload: Schema
  summary: string
  /** How the two show each other who they are, any of these. */
  security: readonly Json[]
  channel?: Json
  message?: Json
}

/** Makes the document. `subscribers` names who hears which events. */
export function asyncapi({
  contracts,
  subscribers,
}: {
  contracts: readonly Contract[]
  subscribers: Readonly<Record<string, readonly Message[]>>
}): Json {
  const hearing = (event: Message) =>
    Object.entries(subscribers).flatMap(([who, events]) =>
      events.some(({ name }) => name === event.name) ? [who] : [],
    )
  const events = contracts.flatMap((of) => Object.values(of.events)).map((event) => between(event, hearing(event)))
  const all = [webhook, stream, ...events]
  const schemas = schemasOf({}, {}, Object.fromEntries(all.map(({ name, payload }) => [name, payload])))
  const byName = (make: (told: Told) => Json) => Object.fromEntries(all.map((told) => [told.name, make(told)]))
  const messages = byName(({ name, summary, message }) => ({
    ...{ name, title: name, summary, ...message },
    payload: schemas.outputOf(name),
  }))
  return {
    asyncapi: '3.0.0',
    info: { title: 'Halftone: what it tells', version: 'v2', description: introduction, license },
    defaultContentType: 'application/json',
    channels: byName(({ name, address, summary, channel }) => ({
      ...(address === undefined ? {} : { address }),
      ...{ description: summary, ...channel },
      messages: { [name]: { $ref: `#/components/messages/${name}` } },
    })),
    operations: byName(({ name, summary, security }) => ({
      ...{ action: 'send', summary, security, channel: { $ref: `#/channels/${name}` } },
      messages: [{ $ref: `#/channels/${name}/messages/${name}` }],
    })),
    components: { messages, schemas: schemas.usedBy(messages), securitySchemes: schemes },
  }
}

const introduction =
  'Webhooks are signed after Standard Webhooks 1.0 and come at least once, in no promised order. The stream of an order is server-sent events, which resume by id. Events between the services are told here for whoever works on them; they are promised to nobody outside.'

const license = { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' }

/** Those of REST, where a cookie or a header is called `httpApiKey` here, and two more. */
const schemes = {
  ...Object.fromEntries(
    Object.entries(securitySchemes).map(([name, scheme]) => [
      name,
      scheme.type === 'apiKey' ? { ...scheme, type: 'httpApiKey' } : scheme,
    ]),
  ),
  signature: {
    ...{ type: 'httpApiKey', in: 'header', name: 'webhook-signature' },
    description: "Shows that it is from us: made with the endpoint's secret, anew for each try.",
  },
  queue: {
    type: 'userPassword',
    description: 'Each service has a user of its own at the Redis that carries the queues.',
  },
}
const by = (name: string) => ({ $ref: `#/components/securitySchemes/${name}` })

/** Those that a policy takes. */
const callersOf = (policy: Policy) => securityOf(policy).flatMap((one) => Object.keys(one).map(by))

const text = { type: 'string' }
const webhook: Told = {
  name: 'orderWebhook',
  payload: WebhookPayload,
  summary: `A POST to the address that a partner named, for any of ${WebhookEvent.options.join(', ')}.`,
  security: [by('signature')],
  message: {
    headers: {
      type: 'object',
      required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
      properties: {
        'webhook-id': { ...text, description: 'The same on every try: keep it, and drop what you have had.' },
        'webhook-timestamp': { ...text, description: 'Of this try, in seconds since 1970.' },
        'webhook-signature': {
          ...text,
          description: 'v1, and an HMAC of id, timestamp and body; two of them while a secret is being changed.',
        },
      },
    },
  },
}

const { policy } = storefront.orders.operations.timeline
const stream: Told = {
  name: 'orderTimeline',
  address: `/api/v2${policy.rest?.path}`,
  payload: TimelineEntry,
  summary: 'Each step of one order as server-sent events; resumed after Last-Event-ID.',
  security: callersOf(policy),
  channel: { parameters: { orderId: { description: 'Which order' } } },
}

const between = (event: Message, heardBy: readonly string[]): Told => ({
  name: event.name,
  address: event.name,
  payload: event.payload,
  summary: heardBy.length > 0 ? `Heard by ${heardBy.join(', ')}.` : 'Nobody subscribes to it.',
  security: [by('queue')],
})
