import type { Contract } from '@switchyard/contracts/contract'
import { type Priority, priorities } from '@switchyard/contracts/priority'
import type { FastifyRequest } from 'fastify'
import { operationsOf } from './call-cost.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How important a route is that serves no operation of the contract. */
    priority?: Priority
  }
}

/** How important a request is: as the most important of its calls. What the contract says nothing of is browsing. */
export function callPriorities(contracts: Record<string, Contract>): (request: FastifyRequest) => Priority {
  const ranks = new Map<string, number>(
    Object.entries(contracts).flatMap(([group, { operations, priority = 'browse' }]) =>
      Object.entries(operations).map(([name, { policy }]) => [
        `${group}.${name}`,
        priorities.indexOf(policy.priority ?? priority),
      ]),
    ),
  )
  return (request) => {
    const known = request.routeOptions.config.priority
    if (known) return known
    const found = operationsOf(request).map((name) => ranks.get(name) ?? unknown)
    return priorities[found.length > 0 ? Math.min(...found) : unknown] ?? 'browse'
  }
}

const unknown = priorities.indexOf('browse')
