import { type Contract, contract, mutation, query } from '@switchyard/contracts/contract'
import { printSchema } from 'graphql'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createSchema } from './schema.ts'

const anyone = { callers: ['anyone'] } as const
const schemaOf = (operations: Contract['operations']) =>
  printSchema(
    createSchema({
      contracts: {
        things: contract('things', {
          from: ['gateway'],
          operations: { list: query(z.strictObject({}), z.string(), anyone), ...operations },
        }),
      },
      call: async () => null,
      links: new Map(),
    }),
  )

test('what may be left out or be nothing is nullable, and nothing else', () => {
  const output = z.object({ a: z.string(), b: z.string().nullable(), c: z.int().optional(), d: z.array(z.boolean()) })
  const text = schemaOf({ byId: query(z.strictObject({ id: z.uuid(), most: z.int().default(3) }), output, anyone) })
  expect(text).toContain('thing(id: ID!, most: Int): Thing\n')
  expect(text).toContain('type Thing {\n  a: String!\n  b: String\n  c: Int\n  d: [Boolean!]!\n}')
})

test('words are an enum, in names that GraphQL takes', () => {
  const input = z.strictObject({ sort: z.enum(['price', '-price', 'by.hand']) })
  expect(schemaOf({ byId: query(input, z.string(), anyone) })).toContain(
    'enum ThingSort {\n  price\n  price_desc\n  by_hand\n}',
  )
})

test('a union of objects is one type, where only what all have is certain', () => {
  const output = z.union([
    z.object({ kind: z.literal('a'), at: z.string() }),
    z.object({ kind: z.literal('b'), at: z.string().nullable(), more: z.int() }),
  ])
  expect(schemaOf({ byId: query(z.strictObject({}), output, anyone) })).toContain(
    'type Thing {\n  kind: String!\n  at: String\n  more: Int\n}',
  )
})

test('a mutation takes one input, and what answers nothing says true', () => {
  const text = schemaOf({
    paint: mutation(z.strictObject({ colour: z.string() }), z.object({}), { ...anyone, idempotency: 'key' }),
  })
  expect(text).toMatch(/paintThing\(\s+input: PaintThingInput!/)
  expect(text).toContain('idempotencyKey: String')
  expect(text).toContain('): Boolean\n')
})

test('two operations that would be one field are refused', () => {
  const operation = query(z.strictObject({}), z.string(), anyone)
  expect(() => schemaOf({ byId: operation, bySlug: operation })).toThrow('second field thing')
})
