import type { Contract } from '@switchyard/contracts/contract'
import type { FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation that a route serves, as `group.name`. */
    operation?: string
  }
}

/** What a request costs against its caller's limit: the sum over its calls, whether they come in one batch or one by one. A name that is none costs what a call does. */
export function callCosts(contracts: Record<string, Contract>): (request: FastifyRequest) => number {
  const costs = new Map<string, number>(
    Object.entries(contracts).flatMap(([group, { operations }]) =>
      Object.entries(operations).map(([name, { policy }]) => [`${group}.${name}`, policy.cost ?? 1] as const),
    ),
  )
  return (request) => {
    // GraphQL's is known once its document was read.
    if (request.asked && 'weight' in request.asked) return request.asked.weight.cost || 1
    return operationsOf(request).reduce((sum, name) => sum + (costs.get(name) ?? 1), 0) || 1
  }
}

/** The operations that a request asks for, by the names that it gives them: in its address, or in its document once that was read. */
export function operationsOf(request: FastifyRequest): string[] {
  if (request.asked && 'weight' in request.asked) return [...request.asked.weight.asked]
  const { operation } = request.routeOptions.config
  const { path } = request.params as { path?: string }
  return operation?.split(',') ?? path?.split(',') ?? []
}
