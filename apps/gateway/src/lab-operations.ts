import type { Contract } from '@switchyard/contracts/contract'
import type { OfferedOperation } from '@switchyard/contracts/lab-trust'
import { storefront } from '@switchyard/contracts/storefront'

/** Every operation of the public contract with whom it lets in, in the contract's order. */
export const offeredOperations = (contracts: Record<string, Contract> = storefront): OfferedOperation[] =>
  Object.entries(contracts).flatMap(([group, { operations }]) =>
    Object.entries(operations).map(([name, { kind, policy }]) => ({
      ...{ name: `${group}.${name}`, kind },
      callers: [...policy.callers],
      scope: policy.scope ?? null,
    })),
  )
