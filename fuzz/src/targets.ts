import type { AnyOperation, Contract, Policy } from '@switchyard/contracts/contract'
import { storefront } from '@switchyard/contracts/storefront'
import { storefrontV1 } from '@switchyard/contracts/storefront-v1'
import { isServed } from '@switchyard/gateway/graphql/schema'

/** One operation over one protocol. */
export interface Target {
  /** `group.name`. */
  readonly name: string
  readonly operation: AnyOperation
  readonly protocol: 'tRPC' | 'REST' | 'events' | 'GraphQL'
  readonly version: 'v1' | 'v2'
  readonly rest?: NonNullable<Policy['rest']>
}

/** Every operation of the public contract in each of its versions, over every protocol that serves it. */
export function targetsOf(): Target[] {
  return [...targetsIn('v2', storefront), ...targetsIn('v1', storefrontV1)]
}

function targetsIn(version: Target['version'], contracts: Record<string, Contract>): Target[] {
  return Object.entries(contracts).flatMap(([group, { operations }]) =>
    Object.entries(operations).flatMap(([key, operation]): Target[] => {
      const { rest } = operation.policy
      const target = { name: `${group}.${key}`, operation, version }
      return [
        { ...target, protocol: 'tRPC' },
        ...(rest
          ? [{ ...target, protocol: operation.kind === 'subscription' ? 'events' : 'REST', rest } as const]
          : []),
        // GraphQL has no versions: what is old in it is marked so, field by field.
        ...(version === 'v2' && isServed(operation) ? [{ ...target, protocol: 'GraphQL' } as const] : []),
      ]
    }),
  )
}

/** For people, e.g. `REST v1 products.list`. */
export const titleOf = ({ protocol, version, name }: Target): string => `${protocol} ${version} ${name}`
