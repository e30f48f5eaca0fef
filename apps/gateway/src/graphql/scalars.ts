import type { Schema } from '@switchyard/contracts/contract'
import { Instant as InstantSchema, Money } from '@switchyard/contracts/values'
import { GraphQLError, GraphQLScalarType } from 'graphql'

const taken = (check: (value: unknown) => boolean, wanted: string) => (value: unknown) => {
  if (check(value)) return value
  throw new GraphQLError(`This must be ${wanted}.`)
}

/** An ISO 8601 instant in UTC, as text. The contract checks its form. */
const isText = (value: unknown) => typeof value === 'string'
const instant = taken(isText, 'an ISO 8601 instant in UTC, like "2026-11-23T10:00:00Z"')
export const Instant = new GraphQLScalarType({
  name: 'Instant',
  description: 'An ISO 8601 instant in UTC, e.g. `2026-11-23T10:00:00Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  coerceInputValue: instant,
  coerceOutputValue: instant,
})

/** Money in the smallest unit of its currency: beyond what GraphQL's own 32-bit `Int` holds. */
const minorUnits = taken(Number.isSafeInteger, 'a whole number of cents')
const MinorUnits = new GraphQLScalarType({
  name: 'MinorUnits',
  description: 'A whole number of the smallest unit of a currency: cents.',
  coerceInputValue: minorUnits,
  coerceOutputValue: minorUnits,
})

/** Any JSON, where a contract takes or tells any. */
export const Json = new GraphQLScalarType({ name: 'JSON', description: 'Any JSON value.' })

/** The schemas that are one scalar wherever they stand. */
export const scalarOf: ReadonlyMap<Schema, GraphQLScalarType> = new Map<Schema, GraphQLScalarType>([
  [Money.shape.amount, MinorUnits],
  [InstantSchema, Instant],
])
