import type { Contract } from '@switchyard/contracts/contract'
import type { OfferedOperation } from '@switchyard/contracts/lab-trust'
import { storefront } from '@switchyard/contracts/storefront'

/** Every operation of the public contract with whom it lets in and where it is served, in the contract's order: the gateway's routing table. */
export const offeredOperations = (contracts: Record<string, Contract> = storefront): OfferedOperation[] =>
  Object.entries(contracts).flatMap(([group, { operations, priority = 'browse' }]) =>
    Object.entries(operations).map(([name, { kind, policy }]) => ({
      ...{ name: `${group}.${name}`, kind },
      callers: [...policy.callers],
      scope: policy.scope ?? null,
      priority: policy.priority ?? priority,
      rest: policy.rest ? `${policy.rest.method} /api/v2${policy.rest.path}` : null,
    })),
  )
