import { createHash } from 'node:crypto'
import { Failure } from '@switchyard/rpc/failure'
import { type ExecutionResult, parse, validate } from 'graphql'
import { serverAudits } from 'graphql-http'
import { createClient } from 'graphql-sse'
import { expect, test } from 'vitest'
import { shopLinks } from './graphql/links.ts'
import { persistedDocuments } from './graphql/persisted.ts'
import { createSchema } from './graphql/schema.ts'
import { documentLimits } from './graphql/weigh.ts'
import { openGraphqlDoors, orderId } from './testing/graphql-doors.ts'

const codes = (errors: { extensions: Record<string, unknown> }[] | undefined) =>
  errors?.map(({ extensions }) => extensions.code)

const address = { line1: 'Long Lane 1', city: 'Graz', postalCode: '8010', country: 'EU' }
const checkout = {
  lines: [{ sku: 'moon-no-1-a3', quantity: 1 }],
  contact: { name: 'Ada', email: 'ada@example.test' },
  ...{ address, payment: { token: 'tok_ok' } },
}
const place =
  'mutation($input: PlaceOrderInput!, $key: String) { placeOrder(input: $input, idempotencyKey: $key) { number } }'
const follow = `subscription($after: String) { orderTimeline(orderId: "${orderId}", lastEventId: $after) { seq status } }`

test('GraphQL over HTTP is as its public audit has it, every part of it', { timeout: 60_000 }, async () => {
  await using doors = await openGraphqlDoors()
  const failed: string[] = []
  for (const audit of serverAudits({ url: doors.url, fetchFn: fetch })) {
    const result = await audit.fn()
    if (result.status !== 'ok') failed.push(`${result.status}: ${audit.name}: ${result.reason}`)
  }
  expect(failed).toEqual([])
})

test('fifty prints with the stock of each cost two calls to services, and three with what each print is', async () => {
  await using doors = await openGraphqlDoors()
  const { data, errors } = await doors.send({ documentId: 'shop.wall' })
  expect(errors).toBeUndefined()
  expect(data?.products).toMatchObject({ edges: { length: 50 }, pageInfo: { hasNextPage: true, endCursor: '50' } })
  expect(data?.products).toMatchObject({
    edges: expect.arrayContaining([
      { node: expect.objectContaining({ stock: [{ sku: 'moon-no-50-a3', available: 9 }] }) },
    ]),
  })
  expect(doors.calls).toEqual(['listPrints', 'stockOfPrints'])

  doors.calls.length = 0
  await doors.ask('{ products(first: 50) { edges { node { details { year stock { sold } } stock { sold } } } } }')
  expect(doors.calls.toSorted()).toEqual(['listPrints', 'printsBySlugs', 'stockOfPrints'])
})

test('where the lab is open an answer tells which calls to services it took, over every protocol', async () => {
  await using open = await openGraphqlDoors()
  const trpc = `/trpc/v2/stock.bySku?input=${encodeURIComponent('{"sku":"moon-no-1-a3"}')}`
  const graphql = `/graphql?query=${encodeURIComponent('{ stock(sku: "moon-no-1-a3") { sku } }')}`
  const told = ['/api/v2/stock/moon-no-1-a3', trpc, graphql].map(async (path) => {
    return (await fetch(new URL(path, open.url))).headers.get('x-service-calls')
  })
  expect(await Promise.all(told)).toEqual(Array(3).fill('inventory.stockBySku'))
  const timing = (await fetch(new URL('/api/v2/stock/moon-no-1-a3', open.url))).headers.get('server-timing')
  expect(timing).toMatch(/^inventory\.stockBySku;start=0\.0;dur=\d+\.\d$/)
  await using closed = await openGraphqlDoors({ introspection: false })
  expect((await fetch(new URL(graphql, closed.url))).headers.get('x-service-calls')).toBeNull()
})

test('the lines of an order ask for each print once', async () => {
  await using doors = await openGraphqlDoors()
  const { data } = await doors.ask('query($orderId: ID!) { order(orderId: $orderId) { lines { print { slug } } } }', {
    orderId,
  })
  expect(data?.order).toEqual({ lines: ['moon-no-1', 'moon-no-2', 'moon-no-1'].map((slug) => ({ print: { slug } })) })
  expect(doors.calls).toEqual(['byId', 'printsBySlugs'])
})

test('pages follow one another by cursor, each print once', async () => {
  await using doors = await openGraphqlDoors()
  const slugs: string[] = []
  for (let after: string | null = null, more = true; more; ) {
    const { data } = await doors.ask(
      'query($after: String) { products(first: 25, after: $after) { edges { node { slug } cursor } pageInfo { hasNextPage endCursor } } }',
      { after },
    )
    const page = data?.products as unknown as {
      edges: { node: { slug: string }; cursor: string | null }[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
    }
    slugs.push(...page.edges.map(({ node }) => node.slug))
    expect(page.edges.at(-1)?.cursor).toBe(page.pageInfo.endCursor)
    after = page.pageInfo.endCursor
    more = page.pageInfo.hasNextPage
  }
  expect([slugs.length, new Set(slugs).size]).toEqual([60, 60])
})

test('what could not be had is null with an error of its own, and the rest is there', async () => {
  await using doors = await openGraphqlDoors()
  doors.away.inventory = true
  const { status, headers, data, errors } = await doors.ask(
    `{ order(orderId: "${orderId}") { number } stock(sku: "moon-no-1-a3") { available } }`,
  )
  expect([status, data]).toEqual([200, { order: { number: 'HT-1' }, stock: null }])
  expect(codes(errors)).toEqual(['inventory_unavailable'])
  expect(headers.get('retry-after')).toBe('2')
  expect(errors?.[0]?.extensions).toMatchObject({ requestId: 'request-1', retryAfter: 2 })
})

test.each([
  ['what is not there', '{ product(slug: "nothing") { slug } }', 'not_found'],
  ['a value that the contract does not take', '{ product(slug: "") { slug } }', 'invalid_input'],
  ['who may not', '{ salesByDay { lag { at } } }', 'unauthenticated'],
  ['a field that is not there', '{ produkt { slug } }', 'invalid_input'],
  ['what is no GraphQL', '{ product(', 'invalid_input'],
  [
    'a change without a key',
    `mutation { cancelOrder(input: { orderId: "${orderId}" }) { status } }`,
    'idempotency_key_missing',
  ],
])('%s has the code of every protocol, and nothing of ours beside it', async (_, query, code) => {
  await using doors = await openGraphqlDoors({ introspection: false })
  const { errors } = await doors.ask(query)
  expect(codes(errors)).toEqual([code])
  expect(errors?.[0]?.extensions.requestId).toBe('request-1')
  expect(JSON.stringify(errors)).not.toMatch(/Did you mean|graphql\/|node_modules| {4}at /)
})

test('a key comes with its operation or, for the only one, in the header', async () => {
  await using doors = await openGraphqlDoors()
  await doors.ask(place, { input: checkout, key: 'one' })
  await doors.send({ query: place, variables: { input: checkout } }, { 'idempotency-key': 'two' })
  const without = await doors.ask(place, { input: checkout })
  expect(doors.placed).toEqual(['one', 'two'])
  expect(codes(without.errors)).toEqual(['idempotency_key_missing'])
})

test('changes go with POST and JSON alone', async () => {
  await using doors = await openGraphqlDoors()
  const url = new URL(doors.url)
  url.searchParams.set('query', place)
  url.searchParams.set('variables', JSON.stringify({ input: checkout, key: 'one' }))
  const byGet = await fetch(url)
  expect([byGet.status, byGet.headers.get('allow')]).toEqual([405, 'POST'])
  const body = JSON.stringify({ query: place, variables: { input: checkout, key: 'one' } })
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    expect((await fetch(doors.url, { method: 'POST', body, headers: { 'content-type': type } })).status).toBe(415)
  }
  expect(doors.placed).toEqual([])
})

const wide = (count: number, field: string) =>
  `{ ${Array.from({ length: count }, (_, index) => `f${index}: ${field}`).join(' ')} }`
const related = (depth: number): string => (depth === 0 ? 'slug' : `details { related { ${related(depth - 1)} } }`)

test.each([
  ['operations', wide(11, 'me { name }')],
  ['renamed fields', `{ product(slug: "moon-no-1") ${wide(31, 'slug')} }`],
  ['levels', `{ products { edges { node { ${related(5)} } } } }`],
  [
    'values',
    '{ products(first: 50) { edges { node { slug details { related { slug title artist price { amount } stock { sku } } } } } } }',
  ],
  [
    'values, by fragments that double',
    `{ products { edges { node { ...A } } } } fragment A on PrintCard { details { related { ...B ...B } } } ${'BCDEFGHIJK'
      .split('')
      .map((name, index) => `fragment ${name} on PrintCard { ...${'CDEFGHIJKL'[index]} ...${'CDEFGHIJKL'[index]} }`)
      .join(' ')} fragment L on PrintCard { slug }`,
  ],
  [
    'operations, by fragments that spread eightfold at the root',
    `{ ...A } ${'ABCDEFGHIJKL'
      .split('')
      .map((name, index) => `fragment ${name} on Query { ${`...${'BCDEFGHIJKLM'[index]} `.repeat(8)} }`)
      .join(' ')} fragment M on Query { me { name } }`,
  ],
  ['words', `{ ${'me { name } '.repeat(300)} }`],
])('too many %s are refused before anything is asked of a service', async (_, query) => {
  await using doors = await openGraphqlDoors()
  const { errors } = await doors.ask(query)
  expect(codes(errors)).toEqual(['invalid_input'])
  expect(doors.calls).toEqual([])
})

test('a body that is too large is refused as over every protocol', async () => {
  await using doors = await openGraphqlDoors()
  const body = JSON.stringify({ query: `{ stock(sku: "${'x'.repeat(70_000)}") { sku } }` })
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(new URL('/graphql', doors.url), { method: 'POST', headers, body })
  expect([reply.status, codes(((await reply.json()) as { errors: never[] }).errors)]).toEqual([413, ['body_too_large']])
})

test('a fragment that spreads itself is refused', async () => {
  await using doors = await openGraphqlDoors()
  const { errors } = await doors.ask('{ ...A } fragment A on Query { ...B } fragment B on Query { me { name } ...A }')
  expect(codes(errors)).toContain('invalid_input')
})

test('a request costs what its operations cost together, and is charged before it is held to the schema', async () => {
  const costs: unknown[] = []
  await using doors = await openGraphqlDoors({
    identify: async ({ asked }) => {
      costs.push(asked && 'weight' in asked ? asked.weight.cost : null)
      throw new Failure('rate_limited', { retryAfterMs: 3_000 })
    },
  })
  for (const query of [
    '{ products { total } }',
    '{ products { total } a: products { edges { node { stock { sku } } } } me { name } }',
    '{ nothing }',
  ]) {
    const { status, headers, errors } = await doors.ask(query)
    expect([status, headers.get('retry-after'), codes(errors)]).toEqual([429, '3', ['rate_limited']])
  }
  expect(costs).toEqual([2, 6, 0])
})

test('what there is, is told where the lab is open and nowhere else', async () => {
  const whole = '{ __schema { queryType { name } } }'
  await using open = await openGraphqlDoors()
  expect((await open.ask(whole)).data?.__schema).toEqual({ queryType: { name: 'Query' } })
  await using closed = await openGraphqlDoors({ introspection: false })
  expect(codes((await closed.ask(whole)).errors)).toContain('invalid_input')
  expect((await closed.ask('{ __typename }')).data).toEqual({ __typename: 'Query' })
})

test('a document is known by its hash once it was sent with it, and by no other’s', async () => {
  await using doors = await openGraphqlDoors()
  const query = '{ stock(sku: "moon-no-1-a3") { available } }'
  const sha256Hash = createHash('sha256').update(query).digest('hex')
  const extensions = { persistedQuery: { version: 1, sha256Hash } }
  const before = await doors.send({ extensions })
  expect([before.errors?.[0]?.message, codes(before.errors)]).toEqual(['PersistedQueryNotFound', ['not_found']])
  expect(codes((await doors.send({ query: '{ me { name } }', extensions })).errors)).toEqual(['invalid_input'])
  expect((await doors.send({ query, extensions })).data?.stock).toEqual({ available: 9 })
  const url = new URL(doors.url)
  url.searchParams.set('extensions', JSON.stringify(extensions))
  expect(await (await fetch(url)).json()).toEqual({ data: { stock: { available: 9 } } })
  expect(codes((await doors.send({ documentId: 'shop.nothing' })).errors)).toEqual(['not_found'])
})

test('every document of the shop’s own fits the schema', async () => {
  const { storefront } = await import('@switchyard/contracts/storefront')
  const none = (() => {}) as never
  const schema = createSchema({ contracts: storefront, call: async () => ({}), links: shopLinks({ inventory: none }) })
  for (const text of Object.values(persistedDocuments)) expect(validate(schema, parse(text))).toEqual([])
  expect(documentLimits.operations).toBe(10)
})

test('an order is followed by a client of the GraphQL over SSE protocol, from where it left off', async () => {
  await using doors = await openGraphqlDoors()
  doors.end()
  const client = createClient({ url: doors.url, retryAttempts: 0 })
  const seqs = async (after: string | null) => {
    const found: unknown[] = []
    for await (const { data } of client.iterate({ query: follow, variables: { after } }))
      found.push(data?.orderTimeline)
    return found
  }
  expect(await seqs(null)).toEqual([
    { seq: 1, status: 'pending' },
    { seq: 2, status: 'confirmed' },
  ])
  expect(await seqs('1')).toEqual([{ seq: 2, status: 'confirmed' }])
  client.dispose()
})

const streamed = async (url: string, query: string, headers: Record<string, string> = {}) => {
  const address = new URL(url)
  address.searchParams.set('query', query)
  return fetch(address, { headers: { accept: 'text/event-stream', ...headers } })
}

test('a browser’s own EventSource comes back by the id of the entry that it saw', async () => {
  await using doors = await openGraphqlDoors()
  doors.end()
  const text = await (await streamed(doors.url, follow, { 'last-event-id': '1' })).text()
  expect(text.match(/^id: .*$/gm)).toEqual(['id: 2'])
  expect(text).toContain('event: complete')
})

test('a stream that cannot be told says why and ends; one that a drain cuts is not called complete', async () => {
  await using doors = await openGraphqlDoors()
  const nobodys = follow.replace(orderId, orderId.replace('a', 'b'))
  const refused = await (await streamed(doors.url, nobodys)).text()
  const told = JSON.parse(/data: (.*)/.exec(refused)?.[1] ?? '') as ExecutionResult
  expect(told.errors?.[0]?.extensions).toEqual({ code: 'not_found', requestId: 'request-1' })
  expect(refused).toContain('event: complete')

  const reply = await streamed(doors.url, follow)
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes('id: 2')) text += (await reader?.read())?.value ?? ''
  doors.draining.abort()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) text += part.value
  expect(text).not.toContain('complete')
})
