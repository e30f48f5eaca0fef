import { Failure } from '@switchyard/rpc/failure'
import type { FastifyRequest } from 'fastify'
import { type GraphQLSchema, getOperationAST, type OperationDefinitionNode } from 'graphql'
import { parseRequestParams, type RequestParams, type Response } from 'graphql-http'
import { refuseDeep } from '../input-limits.ts'
import type { Documents, ReadDocument } from './documents.ts'
import { type Weight, weigh } from './weigh.ts'

/** What a request asks for. */
export interface Asked extends ReadDocument {
  readonly operation: OperationDefinitionNode
  readonly operationName: string | undefined
  readonly variables: Record<string, unknown>
  readonly weight: Weight
}

/** The answer of a request that is no GraphQL over HTTP: a method or a type that it does not have. */
export type Refusal = Response

/**
 * Reads a request as far as can be without asking who sends it: what it costs has to be known first. Throws what is wrong
 * with it; a request of another method or type than GraphQL over HTTP has gets that protocol's own refusal.
 */
export async function readRequest(
  request: FastifyRequest,
  { documents, schema }: { documents: Documents; schema: GraphQLSchema },
): Promise<Asked | Refusal> {
  const params = await paramsOf(request, documents)
  if (isRefusal(params)) return params
  const { query, operationName, variables } = params
  const read = documents.read(query)
  const operation = getOperationAST(read.document, operationName)
  if (!operation) {
    throw new Failure('invalid_input', { detail: 'Name one operation of the document with operationName.' })
  }
  const given = { ...variables }
  const weight = weigh(operation, { document: read.document, schema, variables: given })
  return { ...read, operation, operationName: operationName ?? undefined, variables: given, weight }
}

const isRefusal = (params: RequestParams | Refusal): params is Refusal => Array.isArray(params)

/** The parameters, with the text of the document in place of what stands for it. */
async function paramsOf(request: FastifyRequest, documents: Documents) {
  const { method, headers } = request
  const isGet = method === 'GET'
  const body = isGet ? fromQuery(request) : fromBody(request)
  const stored = storedText(body, documents)
  const whole = stored === undefined ? body : { ...body, query: stored }
  const read = isGet
    ? { ...{ method: 'POST' as const, url: '/graphql', body: whole }, headers: { 'content-type': 'application/json' } }
    : { method, url: '/graphql', body: whole, headers }
  return parseRequestParams({ ...read, raw: request, context: undefined }).catch((error: Error) => {
    throw new Failure('invalid_input', { detail: `${error.message}.` })
  })
}

function fromQuery({ query }: FastifyRequest): Record<string, unknown> {
  const given = { ...(query as Record<string, unknown>) }
  for (const name of ['variables', 'extensions']) {
    const text = given[name]
    if (typeof text === 'string') given[name] = text === '' ? undefined : parsed(text)
  }
  return given
}

/** A body of another type than JSON is left as it came, for the protocol to refuse. */
function fromBody({ body, headers }: FastifyRequest): Record<string, unknown> {
  if (typeof body !== 'string' || !/^application\/json\b/i.test(headers['content-type'] ?? '')) return {}
  const value = parsed(body)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new Failure('invalid_input', { detail: 'The body must be one JSON object; there are no batches.' })
}

function parsed(json: string): unknown {
  refuseDeep(json)
  try {
    return JSON.parse(json)
  } catch {
    throw new Failure('malformed_json', { detail: 'The body, variables and extensions must be JSON.' })
  }
}

function storedText({ query, documentId, extensions }: Record<string, unknown>, documents: Documents) {
  if (query === undefined && typeof documentId === 'string') return documents.persisted(documentId)
  const { version, sha256Hash } = Object(Object(extensions).persistedQuery)
  if (version !== 1 || typeof sha256Hash !== 'string') return undefined
  return documents.byHash(sha256Hash.toLowerCase(), typeof query === 'string' ? query : undefined)
}
