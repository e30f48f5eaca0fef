/**
 * The public contract as an OpenAPI 3.1 document: every operation that has a path in REST, with its fields, answers,
 * failures, callers and headers. Nothing in it is written twice: what is not in the contract is in the guide, whose
 * examples a test holds to the contract.
 *
 *     openapi({ contracts: storefront, version: 'v2', guide })
 */
import type { AnyOperation, Contract, Policy } from '@switchyard/contracts/contract'
import { failureResponses, failuresOf, Problem } from './failures.ts'
import { type Guide, tags } from './guide.ts'
import { type Json, type Schemas, schemasOf } from './schemas.ts'
import { headers, parameters, securityOf, securitySchemes } from './shared-parts.ts'

/** A version that is served beside a newer one, and until when. */
interface Lifetime {
  readonly deprecatedAt: string
  readonly sunsetAt: string
}

export interface ApiDescription {
  contracts: Record<string, Contract>
  version: 'v1' | 'v2'
  guide: Guide
  /** Where the version is on its way out. */
  lifetime?: Lifetime
}

/** Makes the document. */
export function openapi({ contracts, version, guide, lifetime }: ApiDescription): Json {
  const schemas = schemasOf(contracts, { Problem })
  const served = Object.entries(contracts).flatMap(([group, { operations }]) =>
    Object.entries(operations).flatMap(([name, operation]) => {
      const { rest } = operation.policy
      return rest
        ? [describe({ group, name, operation, rest, schemas, guide, deprecated: lifetime !== undefined })]
        : []
    }),
  )
  const paths = Object.fromEntries(
    [...Map.groupBy(served, ({ path }) => path)].map(([path, of]) => [
      path,
      Object.fromEntries(of.map(({ method, operation }) => [method, operation])),
    ]),
  )
  const responses = Object.assign({}, ...served.map(({ components }) => components))
  const groups = new Set(served.map(({ group }) => group))
  return {
    openapi: '3.1.1',
    info: { title: 'Halftone', version, ...about, description: introduction(version, lifetime) },
    servers: [{ url: `/api/${version}`, description: 'The gateway, beside the shop' }],
    tags: tags.filter(({ name }) => groups.has(name)),
    paths,
    components: {
      schemas: schemas.usedBy([paths, responses]),
      ...{ responses, headers, parameters, securitySchemes },
    },
  }
}

const about = {
  summary: 'Limited editions of generative art, for shops, galleries and programs',
  license: { name: 'MIT', identifier: 'MIT' },
}

const introduction = (version: string, lifetime: Lifetime | undefined) =>
  [
    'The whole shop over HTTP and JSON. Money is in integer minor units, instants are ISO 8601 in UTC, every failure is a problem of RFC 9457 with a stable `code`.',
    'A request without an API key, a session or a guest cookie is a new guest, and the answer sets the cookie.',
    'What may be done once only takes an `Idempotency-Key`: the same key with the same body gives the first answer, byte for byte.',
    ...(lifetime
      ? [
          `${version} is deprecated since ${lifetime.deprecatedAt.slice(0, 10)} and goes away on ${lifetime.sunsetAt.slice(0, 10)}. Use v2.`,
        ]
      : []),
  ].join('\n\n')

interface Described {
  group: string
  name: string
  operation: AnyOperation
  rest: NonNullable<Policy['rest']>
  schemas: Schemas
  guide: Guide
  deprecated: boolean
}

function describe({ group, name, operation, rest, schemas, guide, deprecated }: Described) {
  const key = `${group}.${name}`
  const { summary, input, output } = guide[key] ?? { summary: key, output: {} }
  const asked = questionOf(key, { operation, rest, schemas, input })
  const failing = failuresOf(operation, { hasInput: asked.hasInput, hasBody: asked.requestBody !== undefined })
  const refused = failureResponses(failing, onEvery)
  return {
    group,
    path: rest.path,
    method: rest.method.toLowerCase(),
    components: refused.components,
    operation: {
      operationId: `${group}${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      ...{ summary, tags: [group], ...(deprecated ? { deprecated } : {}) },
      ...(asked.parameters.length > 0 ? { parameters: asked.parameters } : {}),
      ...(asked.requestBody ? { requestBody: asked.requestBody } : {}),
      security: securityOf(operation.policy),
      responses: { ...answersOf(key, { operation, rest, schemas, output, input }), ...refused.responses },
    },
  }
}

const header = (name: string) => ({ $ref: `#/components/headers/${name}` })
const parameter = (name: string) => ({ $ref: `#/components/parameters/${name}` })
const onEvery = {
  'X-Request-Id': header('RequestId'),
  RateLimit: header('RateLimit'),
  'RateLimit-Policy': header('RateLimitPolicy'),
}

/** What is sent: fields in path, address, headers and body. */
function questionOf(
  key: string,
  {
    operation,
    rest,
    schemas,
    input = {},
  }: Pick<Described, 'operation' | 'rest' | 'schemas'> & { input?: Json | undefined },
) {
  const { named, written, properties, required } = schemas.inputOf(key)
  const inPath = [...rest.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const elsewhere = new Set([...inPath, 'accessToken', 'lastEventId'])
  const left = Object.entries(properties).filter(([name]) => !elsewhere.has(name))
  const hasBody = (rest.method === 'POST' || rest.method === 'PUT') && left.length > 0
  const field = (name: string, where: 'path' | 'query', isRequired: boolean) => ({
    ...{ name, in: where, required: isRequired, schema: properties[name] ?? {} },
    ...(input[name] === undefined ? {} : { example: input[name] }),
  })
  const parameters = [
    ...inPath.map((name) => field(name, 'path', true)),
    ...(hasBody ? [] : left.map(([name]) => field(name, 'query', required.includes(name)))),
    ...(operation.policy.idempotency === 'key' ? [parameter('IdempotencyKey')] : []),
    ...(operation.kind === 'query' ? [parameter('IfNoneMatch')] : []),
    ...('lastEventId' in properties ? [parameter('LastEventId')] : []),
    parameter('RequestId'),
  ]
  const whole = left.length === Object.keys(properties).length
  const body = {
    ...written,
    properties: Object.fromEntries(left),
    required: required.filter((name) => !elsewhere.has(name)),
  }
  const example = Object.fromEntries(Object.entries(input).filter(([name]) => !elsewhere.has(name)))
  const content = { 'application/json': { schema: whole ? named : body, example } }
  return {
    parameters,
    hasInput: Object.keys(properties).length > 0,
    ...(hasBody ? { requestBody: { required: true, content } } : {}),
  }
}

/** What comes back when it went well. */
function answersOf(
  key: string,
  {
    operation,
    rest,
    schemas,
    output,
  }: Pick<Described, 'operation' | 'rest' | 'schemas'> & { output: unknown; input?: unknown },
) {
  const schema = schemas.outputOf(key)
  if (operation.kind === 'subscription') return { '200': streamOf(schema, output) }
  const isPaged = output !== null && typeof output === 'object' && 'nextCursor' in output
  const isQuery = operation.kind === 'query'
  const answered = {
    description: rest.status === 202 ? 'Taken on; it goes on by itself' : rest.status === 201 ? 'Made' : 'The answer',
    headers: { ...onEvery, ...(isQuery ? { ETag: header('ETag') } : {}), ...(isPaged ? { Link: header('Link') } : {}) },
    content: { 'application/json': { schema, example: output } },
  }
  const same = { description: 'It is as you have it', headers: { ...onEvery, ETag: header('ETag') } }
  return { [String(rest.status ?? 200)]: answered, ...(isQuery ? { '304': same } : {}) }
}

const streamOf = (schema: Json, output: unknown) => ({
  description:
    'Server-sent events: `id` is the `seq` of an entry, `event` is `timeline`, `data` is the entry as JSON; a comment every 15 s; `retry` says how soon to come back when the stream is cut; `event: end` after a final status.',
  headers: { 'X-Request-Id': header('RequestId') },
  content: {
    'text/event-stream': {
      schema: { type: 'string', contentMediaType: 'application/json', contentSchema: schema },
      example: `id: 1\nevent: timeline\ndata: ${JSON.stringify(output)}\n\n`,
    },
  },
})
