/**
 * PROTOCOL TRANSLATION: every public operation whose policy names a path, served as REST. The same router runs the same
 * checks; only the words differ. `GET /api/v2/products?size=a2` is `products.list({ size: 'a2' })`.
 */
import type { AnyOperation, Contract, Policy } from '@switchyard/contracts/contract'
import type { CallContext } from '@switchyard/rpc/envelope'
import type { Clock } from '@switchyard/runtime/clock'
import type { FastifyInstance } from 'fastify'
import { cacheHeaders } from './cache-status.ts'
import { callContextOf } from './call-context.ts'
import { sendAnswer } from './rest-answer.ts'
import { restInput } from './rest-input.ts'

/** Runs an operation of the public router by name. Throws `Failure`. */
export type CallOperation = (group: string, name: string, input: unknown, ctx: CallContext) => Promise<unknown>

/** One line of the routing table. */
export interface RestRoute {
  method: NonNullable<Policy['rest']>['method']
  path: string
  operation: string
}

/** Registers a route for each operation that has one, and returns the routing table. */
export function serveRest(
  app: FastifyInstance,
  {
    contracts,
    call,
    clock,
    version = 'v2',
  }: { contracts: Record<string, Contract>; call: CallOperation; clock: Clock; version?: string },
): RestRoute[] {
  return Object.entries(contracts).flatMap(([group, contract]) =>
    Object.entries(contract.operations).flatMap(([name, operation]) => {
      const { rest } = operation.policy
      if (!rest) return []
      // A stream has a route of its own, in rest-events.ts.
      if (operation.kind !== 'subscription') serveOperation(app, { group, name, operation, rest, call, clock })
      return [{ method: rest.method, path: `/api/${version}${rest.path}`, operation: `${group}.${name}` }]
    }),
  )
}

function serveOperation(
  app: FastifyInstance,
  served: {
    group: string
    name: string
    operation: AnyOperation
    rest: NonNullable<Policy['rest']>
    call: CallOperation
    clock: Clock
  },
) {
  const { group, name, operation, rest, call, clock } = served
  app.route({
    method: rest.method,
    url: rest.path.replace(/\{(\w+)\}/g, ':$1'),
    config: { operation: `${group}.${name}` },
    handler: async (request, reply) => {
      const input = restInput(operation.input, {
        params: request.params as Record<string, string>,
        query: request.query as Record<string, unknown>,
        headers: request.headers,
        body: request.body ?? undefined,
      })
      const ctx = callContextOf({ request, reply }, clock)
      const answer = await call(group, name, input, ctx)
      reply.headers(cacheHeaders(ctx, reply))
      return sendAnswer(answer, { request, reply, status: rest.status ?? 200 })
    },
  })
}
