import type { AnyOperation } from '@switchyard/contracts/contract'
import { type FailureCode, failures } from '@switchyard/contracts/failure'
import { z } from 'zod'
import type { Json } from './schemas.ts'

/** RFC 9457, as every failure is answered. */
export const Problem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  /** What to do about it; `null` where the title says it all. */
  detail: z.string().nullable(),
  /** Also in the header `x-request-id`. */
  requestId: z.string(),
  /** Which fields are wrong, and how to mend each. */
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})

const anyCall = [
  ...(['unauthenticated', 'rate_limited', 'uri_too_long', 'headers_too_large', 'request_timeout'] as const),
  ...(['internal', 'unavailable', 'overloaded'] as const),
]

/** Every failure that a REST call of an operation can end with: those of its policy, and those that any such call can meet. */
export function failuresOf(
  { policy, kind }: AnyOperation,
  { hasInput, hasBody }: { hasInput: boolean; hasBody: boolean },
) {
  const isRestricted = !policy.callers.includes('anyone') || policy.scope !== undefined
  const found = new Set<FailureCode>([
    ...(hasInput ? (['invalid_input'] as const) : []),
    ...(hasBody ? (['invalid_input', 'malformed_json', 'body_too_large'] as const) : []),
    ...(policy.idempotency === 'key'
      ? (['idempotency_key_missing', 'idempotency_key_too_long', 'idempotency_in_flight'] as const)
      : []),
    ...(isRestricted || kind === 'mutation' ? (['forbidden'] as const) : []),
    ...(policy.failures ?? []),
    ...anyCall,
  ])
  return [...found].sort((a, b) => failures[a].status - failures[b].status)
}

/** The responses of failures by status, as references to components, and these components. */
export function failureResponses(codes: readonly FailureCode[], headers: Json) {
  const byStatus = Map.groupBy(codes, (code) => failures[code].status)
  const named = [...byStatus].map(([status, of]) => ({ status, name: of.map(pascal).join('Or'), codes: of }))
  return {
    responses: Object.fromEntries(
      named.map(({ status, name }) => [String(status), { $ref: `#/components/responses/${name}` }]),
    ),
    components: Object.fromEntries(named.map(({ status, name, codes: of }) => [name, responseOf(status, of, headers)])),
  }
}

const responseOf = (status: number, codes: readonly FailureCode[], headers: Json): Json => ({
  description: codes.map((code) => failures[code].title).join(', or: '),
  headers: {
    ...headers,
    ...(status === 429 || status === 503 || status === 409
      ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }
      : {}),
  },
  content: {
    'application/problem+json': {
      schema: {
        allOf: [
          { $ref: '#/components/schemas/Problem' },
          { type: 'object', properties: { code: { enum: codes }, status: { const: status } } },
        ],
      },
      examples: Object.fromEntries(codes.map((code) => [code, { value: problemExample(code) }])),
    },
  },
})

const problemExample = (code: FailureCode) => ({
  ...{ type: 'about:blank', title: failures[code].title, status: failures[code].status, code },
  ...{ detail: null, requestId: '0193f000-0000-7000-8000-0000000000aa' },
})

/** `rate_limited` as `RateLimited`. */
const pascal = (code: string) =>
  code
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
