import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { clientOfV1 } from '@switchyard/old-clients/client-of-v1'
import { play } from '@switchyard/old-clients/play'
import { generatedClient } from '../generated-client.ts'
import { orderFor } from '../partner.ts'
import { ask } from '../rest.ts'
import { expect, test } from '../shop.ts'

test('a client of version 1 goes on as it is: every answer as it was recorded, each with the day on which it ends', async ({
  shop,
}) => {
  const first = await ask(`${shop.gateway}/api/v1/stock/contour-no-2-a2`)
  const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const told: (string | null)[] = []
  const played = await play(clientOfV1, {
    key: randomUUID(),
    wait: () => setTimeout(1_000),
    ask: async (path, { method, headers, body: text }) => {
      const reply = await fetch(shop.gateway + path, {
        ...{ method, headers: { ...headers, cookie } },
        ...(text === undefined ? {} : { body: text }),
      })
      told.push(reply.headers.get('sunset'))
      return { status: reply.status, body: await reply.json() }
    },
  })
  expect(played.filter(({ surprises }) => surprises.length > 0)).toEqual([])
  expect(told.length).toBeGreaterThanOrEqual(clientOfV1.length)
  expect(new Set(told)).toEqual(new Set(['Mon, 01 Nov 2027 00:00:00 GMT']))
})

test('a client that was made of version 1’s document places an order, which version 2 knows', async ({
  shop,
  partner,
}, testInfo) => {
  const client = await generatedClient(shop, 'v1', testInfo.outputPath('client'))
  const requestBody = orderFor({ sku: 'contour-no-2-a1' })
  const { orderId } = await client.orders.ordersPlace({ idempotencyKey: randomUUID(), requestBody })
  await partner.waitsFor(orderId, 'confirmed')
})
