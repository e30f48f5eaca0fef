import { storefront } from '@switchyard/contracts/storefront'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { inputLimits, refuseDeep } from './input-limits.ts'

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

test('lets JSON pass that is as deep as it may be, and refuses one level more', () => {
  expect(() => refuseDeep(nested(inputLimits.jsonDepth))).not.toThrow()
  expect(() => refuseDeep(nested(inputLimits.jsonDepth + 1))).toThrow('deeper than 16 levels')
  expect(() => refuseDeep('{"a":'.repeat(30_000))).toThrow('deeper')
})

test('brackets within texts are no depth', () => {
  expect(() => refuseDeep(JSON.stringify({ a: '['.repeat(100), 'b"[[': '\\"[[[['.repeat(50) }))).not.toThrow()
})

test('counts exactly as deep as the value is', () => {
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 24 }), (value) => {
      const deep = depthOf(value) > inputLimits.jsonDepth
      const refused = expect(() => refuseDeep(JSON.stringify(value)))
      return void (deep ? refused.toThrow() : refused.not.toThrow())
    }),
  )
})

type Field = { type?: string; [key: string]: unknown }

/** Every field of a JSON schema with its place. */
function fieldsOf(schema: unknown, place: string): [string, Field][] {
  if (typeof schema !== 'object' || schema === null) return []
  const field = schema as Field
  const inner = Object.entries(field).flatMap(([key, value]) =>
    key === 'properties' || key === '$defs'
      ? Object.entries(value as object).flatMap(([name, of]) => fieldsOf(of, `${place}.${name}`))
      : Array.isArray(value)
        ? value.flatMap((one) => fieldsOf(one, place))
        : key === 'items' || key === 'additionalProperties'
          ? fieldsOf(value, `${place}[]`)
          : [],
  )
  return [[place, field], ...inner]
}

describe('of every public operation', () => {
  const operations = Object.entries(storefront).flatMap(([group, { operations }]) =>
    Object.entries(operations).map(([name, { input }]) => [`${group}.${name}`, input] as const),
  )
  // The payload of a dead letter is any JSON, and a fault's limit is of a queue: both end with the body.
  const others = /^(deadLetters\.edit\.__schema0.*|lab\.injectFault\.limit)$/
  const fields = operations
    .flatMap(([name, input]) => fieldsOf(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }), name))
    .filter(([place]) => !others.test(place))

  test('a list has an end', () => {
    const endless = fields.filter(([, { type, maxItems }]) => type === 'array' && maxItems === undefined)
    expect(endless.map(([place]) => place)).toEqual([])
  })

  test('a text has an end', () => {
    const endless = fields.filter(
      ([, { type, maxLength, enum: words, const: word, format, pattern }]) =>
        type === 'string' && maxLength === undefined && !words && word === undefined && !format && !pattern,
    )
    expect(endless.map(([place]) => place)).toEqual([])
  })

  test('a page has at most a hundred things', () => {
    const large = fields.filter(([place, { maximum }]) => place.endsWith('.limit') && !(Number(maximum) <= 100))
    expect(large.map(([place]) => place)).toEqual([])
  })
})
