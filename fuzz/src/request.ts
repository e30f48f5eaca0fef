import { documentFor } from '@switchyard/gateway/graphql/document-for'
import type { Dice } from './dice.ts'
import { fitting, jsonSchemaOf, type Words } from './fitting.ts'
import { spoiled, strangeBody } from './spoiled.ts'
import type { Target } from './targets.ts'

/** How right a request is: as the contract wants it, nearly so, or meant to do harm. */
export const manners = ['valid', 'near-valid', 'hostile'] as const
export type Manner = (typeof manners)[number]

/** A request as it goes on the wire. */
export interface Shot {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Buffer
  /** Whether the answer of a success must fit the contract: not where several calls share it, or another was asked. */
  readonly answersContract: boolean
}

export interface ShotOptions {
  readonly target: Target
  readonly manner: Manner
  /** Those of whoever asks. */
  readonly headers: Readonly<Record<string, string>>
  readonly dice: Dice
  readonly words: Words
}

/** Makes the request of one case. */
export function shotOf({ target, manner, headers, dice, words }: ShotOptions): Shot {
  const fits = tamed(target.name, fitting(jsonSchemaOf(target.operation.input), { dice, words }))
  const input = manner === 'valid' ? fits : spoiled(fits, dice)
  const shot = plainShot(target, { input, dice })
  const whole = { ...shot, headers: { ...shot.headers, ...headers } }
  return manner === 'hostile' ? made(whole, target, input, dice) : whole
}

/** The request that asks for an operation with this input, whatever it is, in the target's protocol. */
export const plainShot = (target: Target, { input, dice }: { input: unknown; dice: Dice }): Shot =>
  ({ tRPC: trpcShot, REST: restShot, events: restShot, GraphQL: graphqlShot })[target.protocol](target, input, dice)

/** What takes long is asked for a little of it. */
function tamed(name: string, input: unknown): unknown {
  if (name === 'lab.compare') return { ...Object(input), calls: 2, perSecond: 200 }
  if (name === 'lab.writeNotes') return { ...Object(input), notes: 1 }
  return input
}

const changing = (dice: Dice) => ({
  'content-type': 'application/json',
  'x-trpc-source': 'fuzz',
  'idempotency-key': `fuzz-${dice.upTo(1e9)}`,
})

function trpcShot({ name, operation, version }: Target, input: unknown, dice: Dice): Shot {
  const path = `/trpc/${version}/${name}`
  const text = JSON.stringify(input) ?? ''
  if (operation.kind === 'mutation')
    return { method: 'POST', path, headers: changing(dice), body: Buffer.from(text), answersContract: true }
  const headers: Record<string, string> = operation.kind === 'subscription' ? { accept: 'text/event-stream' } : {}
  return { method: 'GET', path: `${path}?input=${escaped(text)}`, headers, answersContract: true }
}

function restShot({ rest, protocol, version }: Target, input: unknown, dice: Dice): Shot {
  const fields = new Map(Object.entries(Object(input)))
  const take = (name: string) => {
    const value = fields.get(name)
    fields.delete(name)
    return asText(value)
  }
  if (protocol === 'events' || !rest) {
    const lastEventId = fields.get('lastEventId')
    const path = `/api/${version}/orders/${escaped(take('orderId'))}/events`
    const headers = lastEventId === undefined ? {} : { 'last-event-id': headerText(asText(lastEventId)) }
    return { method: 'GET', path, headers, answersContract: true }
  }
  const path = `/api/${version}${rest.path.replace(/\{(\w+)\}/g, (_, name: string) => escaped(take(name)))}`
  const token = fields.get('accessToken')
  fields.delete('accessToken')
  const headers: Record<string, string> = token === undefined ? {} : { 'x-order-token': headerText(asText(token)) }
  if (rest.method === 'GET' || rest.method === 'DELETE') {
    const query = [...fields].map(([name, value]) => `${escaped(name)}=${escaped(asText(value))}`).join('&')
    return { method: rest.method, path: `${path}?${query}`, headers, answersContract: true }
  }
  const body = typeof input === 'object' && !Array.isArray(input) ? Object.fromEntries(fields) : input
  return {
    method: rest.method,
    path,
    headers: { ...headers, ...changing(dice) },
    body: Buffer.from(JSON.stringify(body) ?? ''),
    answersContract: true,
  }
}

function graphqlShot({ name, operation }: Target, input: unknown, dice: Dice): Shot {
  const { query, variables } = documentFor(name)
  const headers = operation.kind === 'subscription' ? { accept: 'text/event-stream' } : {}
  const asked = { query, variables: variables(input) }
  if (operation.kind !== 'mutation' && dice.once(3)) {
    const path = `/graphql?query=${escaped(query)}&variables=${escaped(JSON.stringify(asked.variables) ?? '')}`
    return { method: 'GET', path, headers, answersContract: true }
  }
  const body = Buffer.from(JSON.stringify(asked))
  return { method: 'POST', path: '/graphql', headers: { ...headers, ...changing(dice) }, body, answersContract: true }
}

/** Makes a request worse: in its body, its headers, its path or its protocol. */
function made(shot: Shot, target: Target, input: unknown, dice: Dice): Shot {
  const way = dice.upTo(5)
  if (way === 0 && shot.body) return { ...shot, body: strangeBody(shot.body.toString(), dice), answersContract: false }
  if (way <= 1) return { ...shot, headers: { ...shot.headers, ...badHeaders(dice) } }
  if (way === 2) return { ...shot, ...badPath(shot, dice), answersContract: false }
  if (way >= 3 && target.protocol === 'GraphQL' && shot.body)
    return { ...shot, body: badDocument(shot.body.toString(), dice), answersContract: false }
  if (way === 3 && target.protocol === 'tRPC') return { ...shot, ...batch(target, input, dice), answersContract: false }
  return shot
}

/** A document that is broken, deep, wide, goes in circles, is many at once, or is known by a name that is none. */
function badDocument(body: string, dice: Dice): Buffer {
  const { query, variables } = JSON.parse(body)
  const inner = /\{(.*)\}/s.exec(query)?.[1] ?? ''
  const asked = dice.oneOf<unknown>([
    { query: query.slice(0, dice.upTo(query.length)), variables },
    { query: `${query} fragment F on Query { ...F }`, variables },
    { query: `{ ${'a: __typename '.repeat(400)} }` },
    { query: `{ ${Array.from({ length: 40 }, (_, n) => `a${n}: __typename`).join(' ')} ${inner} }`, variables },
    {
      query: `{ ...A } ${[...'ABCDEFGH'].map((name) => `fragment ${name} on Query { ...B ...B me { id } }`).join(' ')}`,
    },
    { query: '{ __schema { types { fields { type { fields { name } } } } } }' },
    { query: `{ products(first: ${dice.oneOf(['1e99', '-1', '51', 'null', '"x"', '[]', '{a:1}'])}) { total } }` },
    { query, variables: dice.oneOf<unknown>([null, [], 'x', 1, { __proto__x: 1 }, { input: { input: {} } }]) },
    [
      { query, variables },
      { query, variables },
    ],
    { documentId: dice.oneOf(['shop.nothing', '__proto__', 'toString', 'shop.wall']) },
    { extensions: { persistedQuery: { version: 1, sha256Hash: dice.oneOf(['', 'x', '__proto__']) } } },
    { query, variables, operationName: dice.oneOf<unknown>(['Other', '', 1, 'Asked']) },
    { query: `${query} ${query}`, variables },
    dice.oneOf<unknown>([null, 1, 'x', {}, { query: null }, { query: {} }, { query: '' }]),
  ])
  return Buffer.from(JSON.stringify(asked) ?? '')
}

function badHeaders(dice: Dice): Record<string, string> {
  const texts: [string, ...string[]] = [
    '',
    'x',
    '0',
    'null',
    '{}',
    'x'.repeat(9_000),
    '..',
    'ü\u00ff',
    ';,="',
    '%00',
    'a, b, c',
    '-1',
  ]
  const names: [string, ...string[]] = [
    ...(['idempotency-key', 'traceparent', 'x-request-id', 'x-lab-scope', 'x-staff-badge', 'cookie'] as const),
    ...(['last-event-id', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-order-token'] as const),
    ...([
      'accept',
      'content-type',
      'origin',
      'sec-fetch-site',
      'authorization',
      'content-encoding',
      'x-visitor',
    ] as const),
    ...([
      'trpc-accept',
      'x-trpc-source',
      'accept-encoding',
      'if-none-match',
      'range',
      'x-http-method-override',
    ] as const),
  ]
  const kinds = [
    'application/json; charset=utf-16',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/x-www-form-urlencoded',
  ] as const
  const name = dice.oneOf(names)
  return { [name]: name === 'content-type' ? dice.oneOf(kinds) : dice.oneOf(texts) }
}

function badPath({ method, path }: Shot, dice: Dice): Pick<Shot, 'method' | 'path'> {
  const [base = '', query = ''] = path.split('?')
  const paths: [string, ...string[]] = [
    `${base}%zz?${query}`,
    `${base}%00?${query}`,
    `${base}/../../admin`,
    `${base}/?${query}`,
    `${base}?${query}&${query}`,
    `${base}?input=%7B`,
    `${base}?input[]=1&input[]=2&__proto__[x]=1`,
    `${base}?batch=1&input=%5B%5D`,
    `${base}?batch=2&connectionParams=%7B`,
    `${base}${'/x'.repeat(1_000)}`,
    '/trpc/v2/__proto__.toString',
    '/trpc/v2/constructor',
    '/trpc/v2/',
    '/trpc/v2/lab',
    `${base}?${'a=1&'.repeat(1_500)}`,
  ]
  const methods: [string, ...string[]] = [method, method, 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'POST', 'GET']
  return { method: dice.oneOf(methods), path: dice.oneOf(paths) }
}

function batch({ name, operation, version }: Target, input: unknown, dice: Dice): Partial<Shot> {
  const calls = dice.oneOf([2, 3, 10, 11, 50])
  const names = dice.oneOf([
    Array.from({ length: calls }, () => name).join(','),
    ','.repeat(calls),
    `${name}${','.repeat(calls)}`,
    `${name},products.list,__proto__,nothing.here`,
  ])
  const inputs = dice.oneOf<unknown>([
    Object.fromEntries(Array.from({ length: Math.min(calls, 10) }, (_, n) => [n, input])),
    { '0': input, '-1': input, '99': input },
    [input, input],
    {},
    null,
  ])
  const text = JSON.stringify(inputs)
  if (operation.kind === 'mutation')
    return {
      method: 'POST',
      path: `/trpc/${version}/${names}?batch=1`,
      body: Buffer.from(text),
      headers: changing(dice),
    }
  return { method: 'GET', path: `/trpc/${version}/${names}?batch=1&input=${escaped(text)}` }
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? 'undefined' : (JSON.stringify(value) ?? '')

/** What a URL can carry: a half of a pair cannot be encoded. */
const escaped = (text: string) => encodeURIComponent(text.toWellFormed()).slice(0, 12_000)
/** What a header can carry. */
const headerText = (text: string) => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 4_000)
