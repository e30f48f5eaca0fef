import type { AnyOperation, Contract, Policy } from '@switchyard/contracts/contract'
import { storefront } from '@switchyard/contracts/storefront'
import { isServed } from '@switchyard/gateway/graphql/schema'

/** One operation over one protocol. */
export interface Target {
  /** `group.name`. */
  readonly name: string
  readonly operation: AnyOperation
  readonly protocol: 'tRPC' | 'REST' | 'events' | 'GraphQL'
  readonly rest?: NonNullable<Policy['rest']>
}

/** Every operation of the public contract, over every protocol that serves it. */
export function targetsOf(contracts: Record<string, Contract> = storefront): Target[] {
  return Object.entries(contracts).flatMap(([group, { operations }]) =>
    Object.entries(operations).flatMap(([key, operation]): Target[] => {
      const name = `${group}.${key}`
      const { rest } = operation.policy
      return [
        { name, operation, protocol: 'tRPC' },
        ...(rest
          ? [{ name, operation, protocol: operation.kind === 'subscription' ? 'events' : 'REST', rest } as const]
          : []),
        ...(isServed(operation) ? [{ name, operation, protocol: 'GraphQL' } as const] : []),
      ]
    }),
  )
}
