import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql'

const isText = (value: unknown) => typeof value === 'string'

/** Of the types that nearly every value has: what stands in an answer as it is. */
const asItIs: ReadonlyMap<GraphQLLeafType, (value: unknown) => boolean> = new Map<
  GraphQLLeafType,
  (value: unknown) => boolean
>([
  [GraphQLString, isText],
  [GraphQLID, isText],
  [GraphQLBoolean, (value) => typeof value === 'boolean'],
  [GraphQLInt, (value) => typeof value === 'number' && (value | 0) === value],
  [GraphQLFloat, Number.isFinite],
])

/** What stands in an answer for a value of a leaf type; `undefined` when it is none, or for the library to put into another form. */
export function plainLeaf(type: GraphQLLeafType): (value: unknown) => unknown {
  const fits = asItIs.get(type)
  if (fits) return (value) => (fits(value) ? value : undefined)
  if (isEnumType(type)) {
    const names = new Map(type.getValues().map(({ name, value }) => [value, name]))
    return (value) => names.get(value)
  }
  return (value) => {
    try {
      return type.coerceOutputValue(value) ?? undefined
    } catch {
      return undefined
    }
  }
}
