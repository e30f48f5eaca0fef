import type { Schema } from '@switchyard/contracts/contract'
import { Failure } from '@switchyard/rpc/failure'
import { z } from 'zod'

/** Where the fields of an operation's input come from in a REST request. */
export interface RestRequest {
  params: Record<string, string>
  query: Record<string, unknown>
  headers: Record<string, string | string[] | undefined>
  body: unknown
}

/**
 * Puts path, query and body together as the operation's input. Text in path and query becomes the number or boolean
 * that the contract says it is; whatever is not one is left as it came, so that the contract's own check names it.
 */
export function restInput(schema: Schema, request: RestRequest): Record<string, unknown> {
  const { body = {} } = request
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new Failure('invalid_input', { detail: 'The body must be a JSON object.' })
  }
  const types = typesOf(schema)
  const texts = Object.entries({ ...request.query, ...request.params })
  const token = request.headers['x-order-token']
  return {
    ...body,
    ...Object.fromEntries(texts.map(([name, text]) => [name, typed(text, types.get(name))])),
    ...(typeof token === 'string' && types.has('accessToken') ? { accessToken: token } : {}),
  }
}

/** The JSON type of each top-level field. */
function typesOf(schema: Schema): Map<string, string> {
  const known = cache.get(schema)
  if (known) return known
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const types = new Map(
    Object.entries(properties).map(([name, field]) => [name, typeof field === 'object' ? String(field.type) : 'any']),
  )
  cache.set(schema, types)
  return types
}
const cache = new WeakMap<Schema, Map<string, string>>()

function typed(text: unknown, type: string | undefined): unknown {
  if (typeof text !== 'string') return text
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}
