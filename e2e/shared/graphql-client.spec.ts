import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'graphql-sse'
import { orderFor } from '../partner.ts'
import { expect, test } from '../shop.ts'

const wall = `query ($after: String) {
  products(first: 20, after: $after) { edges { node { slug available stock { sku available } } } pageInfo { endCursor } }
}`
const place =
  'mutation ($input: PlaceOrderInput!, $key: String) { placeOrder(input: $input, idempotencyKey: $key) { orderId accessToken } }'
const follow = `subscription ($orderId: ID!, $accessToken: String, $after: String) {
  orderTimeline(orderId: $orderId, accessToken: $accessToken, lastEventId: $after) { seq status }
}`

test('a program browses, orders and follows its order over GraphQL, and comes back to it where it left off', async ({
  shop,
}) => {
  const url = `${shop.gateway}/graphql`
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${shop.apiKey}` }
  // Every question may be asked again: changes have their key. A refusal that passes by itself says when.
  const ask = async (query: string, variables: object, triesLeft = 5) => {
    const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
    const { data, errors } = await reply.json()
    const retryAfterS = errors?.[0]?.extensions.retryAfter
    if (retryAfterS && triesLeft > 0) {
      await sleep(retryAfterS * 1_000)
      return ask(query, variables, triesLeft - 1)
    }
    expect(errors).toBeUndefined()
    return data
  }
  const { edges, pageInfo } = (await ask(wall, {})).products
  const next = (await ask(wall, { after: pageInfo.endCursor })).products
  const slugs = [...edges, ...next.edges].map(({ node }) => node.slug)
  expect([slugs.length, new Set(slugs).size]).toEqual([40, 40])
  const inStock = edges.flatMap(({ node }: { node: { stock: { sku: string; available: number }[] } }) =>
    node.stock.filter(({ available }) => available > 20),
  )
  const input = orderFor({ sku: inStock[0].sku })
  const key = randomUUID()
  const placed = (await ask(place, { input, key })).placeOrder
  // A repeat is the same order.
  expect((await ask(place, { input, key })).placeOrder).toEqual(placed)

  const client = createClient({ url, headers: { authorization: `Bearer ${shop.apiKey}` } })
  const seen: { seq: number; status: string }[] = []
  const from = async (after: string | null, until: (status: string) => boolean) => {
    const variables = { ...placed, after }
    for await (const { data } of client.iterate<{ orderTimeline: { seq: number; status: string } }>({
      ...{ query: follow, variables },
    })) {
      if (!data) continue
      seen.push(data.orderTimeline)
      if (until(data.orderTimeline.status)) break
    }
  }
  await from(null, () => true)
  await from(String(seen[0]?.seq), (status) => status === 'confirmed')
  client.dispose()
  expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1))
  expect(seen.at(-1)?.status).toBe('confirmed')
  await ask(
    'mutation ($input: OrderAccessInput!, $key: String) { cancelOrder(input: $input, idempotencyKey: $key) { status } }',
    {
      ...{ input: placed, key: randomUUID() },
    },
  )
})
