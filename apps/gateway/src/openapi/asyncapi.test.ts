import { createConfig, lintFromString } from '@redocly/openapi-core'
import { inventory } from '@switchyard/contracts/inventory'
import { orders } from '@switchyard/contracts/orders'
import { subscribers } from '@switchyard/contracts/subscribers'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { asyncapi } from './asyncapi.ts'
import { serveDocument } from './serve-documents.ts'

const document = asyncapi({ contracts: [orders, inventory], subscribers })
const { channels, operations, components } = document as {
  channels: Record<string, { address?: string; description: string }>
  operations: Record<string, { security: { $ref: string }[] }>
  components: { schemas: Record<string, { properties: object }> }
}

async function lint(source: object) {
  const config = await createConfig({ extends: ['recommended'] })
  const found = await lintFromString({ source: JSON.stringify(source), absoluteRef: 'asyncapi.json', config })
  return found.map(({ ruleId, location }) => `${ruleId} ${location[0]?.pointer}`)
}

test('a public validator finds nothing, and does find what is broken on purpose', async () => {
  expect(await lint(document)).toEqual([])
  const broken = await lint({ ...document, operations: { lost: { action: 'whisper', channel: { $ref: '#/no' } } } })
  expect(broken).toEqual(expect.arrayContaining(['struct #/operations/lost/action']))
  expect(broken.join()).toContain('no-unresolved-refs')
})

test('tells of every event of both services, of the webhooks and of the stream', () => {
  const events = [orders, inventory].flatMap(({ events: of }) => Object.values(of).map(({ name }) => name))
  expect(Object.keys(channels).sort()).toEqual(['orderWebhook', 'orderTimeline', ...events].sort())
  expect(channels['orders.orderConfirmed']?.description).toBe(
    'Heard by orders.mailroom, orders.history, orders.partners.',
  )
})

test('the stream is where REST serves it, for whoever may follow an order there', () => {
  expect(channels.orderTimeline?.address).toBe('/api/v2/orders/{orderId}/events')
  const schemes = operations.orderTimeline?.security.map(({ $ref }) => $ref.split('/').at(-1))
  expect(schemes).toEqual(['guest', 'session', 'apiKey', 'orderToken'])
})

test('has the payload of a webhook, field by field', () => {
  expect(Object.keys(components.schemas.WebhookPayload?.properties ?? {})).toEqual(['type', 'timestamp', 'data'])
})

test('is served below version 2, and not below version 1', async () => {
  const app = Fastify()
  for (const version of ['v1', 'v2'] as const)
    app.register(async (scope) => serveDocument(scope, version), { prefix: `/api/${version}` })
  expect((await app.inject('/api/v2/asyncapi.json')).json()).toEqual(document)
  expect((await app.inject('/api/v1/asyncapi.json')).statusCode).toBe(404)
})
