import type { AnyOperation } from '@switchyard/contracts/contract'

/** Where the rule gives a name that nobody would look for. */
const exceptions: Readonly<Record<string, string>> = {
  'account.delete': 'deleteAccount',
  'sales.byDay': 'salesByDay',
}

/**
 * The field of GraphQL that an operation is served as. `list` and `get` are the group itself (`products`, `cart`), `by…` is
 * one of it (`product`), a mutation is its verb and then its thing (`placeOrder`, `rotateWebhookSecret`), anything else is
 * the thing and then what of it (`orderTimeline`). What people do with their account is named as it is (`signIn`).
 */
export function fieldName(group: string, name: string, { kind }: Pick<AnyOperation, 'kind'>): string {
  const exception = exceptions[`${group}.${name}`]
  if (exception !== undefined) return exception
  if (group === 'account') return name
  if (name === 'list' || name === 'get') return group
  const thing = singular(group)
  if (kind !== 'mutation') return /^by(Id|Slug|Sku)$/.test(name) ? thing : thing + capital(name)
  const [, verb = name, rest = ''] = /^([a-z]+)(.*)$/.exec(name) ?? []
  return verb + capital(thing) + rest
}

/** `addresses` is many of `address`, `facets` many of `facet`, and `stock` is one already. */
export const singular = (word: string): string =>
  word
    .replace(/ies$/, 'y')
    .replace(/(ss|x)es$/, '$1')
    .replace(/([^s])s$/, '$1')

/** As types are written. */
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
