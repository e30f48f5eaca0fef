import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Contract } from './contract.ts'
import { inventory } from './inventory.ts'
import { orders } from './orders.ts'
import { storefront } from './storefront.ts'
import { storefrontV1 } from './storefront-v1.ts'

const contracts: [string, Contract][] = [
  ...Object.entries<Contract>(storefront).map(([name, one]): [string, Contract] => [`v2 ${name}`, one]),
  ...Object.entries<Contract>(storefrontV1).map(([name, one]): [string, Contract] => [`v1 ${name}`, one]),
  ['orders', orders],
  ['inventory', inventory],
]

/** The places in an input at which a field that nobody knows would be let through. */
function openPlaces(json: unknown, at = 'input'): string[] {
  if (typeof json !== 'object' || json === null) return []
  const { type, properties, additionalProperties } = json as Record<string, unknown>
  const isOpen = type === 'object' && properties !== undefined && additionalProperties !== false
  const inside = Object.entries(json).flatMap(([name, part]) => openPlaces(part, `${at}.${name}`))
  return [...(isOpen ? [at] : []), ...inside]
}
const placesOf = (schema: z.core.$ZodType) =>
  openPlaces(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))

test.each(contracts)('%s takes no field that it does not know, at any depth', (_, { operations }) => {
  const open = Object.entries(operations).flatMap(([name, { input }]) =>
    placesOf(input).map((place) => `${name}: ${place}`),
  )
  expect(open).toEqual([])
})

test('a field that would be let through is found, also within a list of what may be one thing or another', () => {
  expect(placesOf(z.object({ a: z.string() }))).toEqual(['input'])
  const deep = z.strictObject({ all: z.array(z.union([z.string(), z.object({ a: z.string() })])) })
  expect(placesOf(deep)).toHaveLength(1)
})

/** The integers in an input that may be larger than what a column of Postgres's `integer` can be compared with. */
function largeIntegers(json: unknown, at = 'input'): string[] {
  if (typeof json !== 'object' || json === null) return []
  const { type, maximum } = json as Record<string, unknown>
  const isLarge = type === 'integer' && !(Number(maximum) < 2 ** 31)
  const inside = Object.entries(json).flatMap(([name, part]) => largeIntegers(part, `${at}.${name}`))
  return [...(isLarge ? [at] : []), ...inside]
}
const integersOf = (schema: z.core.$ZodType) =>
  largeIntegers(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))

/** These meet a `bigint`. */
const wide = /^input\.properties\.(minPrice|maxPrice|before)$/

test.each(contracts)('%s takes no integer that is larger than the column that it meets', (_, { operations }) => {
  const large = Object.entries(operations).flatMap(([name, { input }]) =>
    integersOf(input).flatMap((place) => (wide.test(place) ? [] : [`${name}: ${place}`])),
  )
  expect(large).toEqual([])
})

test('an integer without an end, or with one beyond 32 bits, is found', () => {
  const schema = z.strictObject({ a: z.int(), b: z.int().max(2 ** 31), c: z.int32(), d: z.int().max(9) })
  expect(integersOf(schema)).toEqual(['input.properties.a', 'input.properties.b'])
})
