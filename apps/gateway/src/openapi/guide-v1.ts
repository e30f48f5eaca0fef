import { storefrontV1 } from '@switchyard/contracts/storefront-v1'
import { listInCents, pageInCents } from '../versions.ts'
import { type Guide, guide } from './guide.ts'

/** What the adapter makes of an example of version 2, where it makes something of it. */
const told: Readonly<Record<string, (output: never) => unknown>> = {
  'products.list': listInCents,
  'products.bySlug': pageInCents,
}

/** Version 1, operation by operation: the examples of version 2 through the same adapter. */
export const guideV1: Guide = Object.fromEntries(
  Object.entries(guide)
    .filter(([key]) => {
      const [group = '', name = ''] = key.split('.')
      const groups: Record<string, { operations: object }> = storefrontV1
      return name in (groups[group]?.operations ?? {})
    })
    .map(([key, { output, ...rest }]) => [key, { ...rest, output: told[key]?.(output as never) ?? output }]),
)
