import type { Schema } from '@switchyard/contracts/contract'
import { z } from 'zod'
import type { Dice } from './dice.ts'

/** Words that mean something in the running shop, by the field that they stand in. */
export type Words = (field: string) => readonly string[]

/** JSON Schema, as far as contracts use it. */
export interface JsonSchema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly $ref?: string
}

const schemas = new WeakMap<Schema, JsonSchema>()

/** A contract's input as JSON Schema, worked out once. */
export function jsonSchemaOf(schema: Schema): JsonSchema {
  const known = schemas.get(schema)
  if (known) return known
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  schemas.set(schema, made)
  return made
}

/** A value that fits, except for what a schema cannot say. */
export function fitting(schema: JsonSchema, { dice, words }: { dice: Dice; words: Words }, field = ''): unknown {
  const given = { dice, words }
  if (schema.const !== undefined) return schema.const
  if (schema.enum?.length) return schema.enum[dice.upTo(schema.enum.length)]
  if (schema.anyOf?.length) return fitting(schema.anyOf[dice.upTo(schema.anyOf.length)] ?? {}, given, field)
  switch (schema.type) {
    case 'string':
      return text(schema, given, field)
    case 'integer':
    case 'number':
      return number(schema, dice)
    case 'boolean':
      return dice.once(2)
    case 'null':
      return null
    case 'array': {
      const [least, most] = [schema.minItems ?? 0, Math.min(schema.maxItems ?? 3, 3)]
      const length = least + dice.upTo(Math.max(most - least, 0) + 1)
      return Array.from({ length }, () => fitting(schema.items ?? {}, given, field))
    }
    case 'object':
      return object(schema, given)
    default:
      return { orderId: words('orderId')[0], note: 'any JSON' }
  }
}

function object(schema: JsonSchema, given: { dice: Dice; words: Words }) {
  const required = new Set(schema.required)
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => required.has(name) || given.dice.once(3))
  return Object.fromEntries(fields.map(([name, field]) => [name, fitting(field, given, name)]))
}

function text(
  { format, minLength = 0, maxLength = 40 }: JsonSchema,
  { dice, words }: { dice: Dice; words: Words },
  field: string,
) {
  const known = words(field)
  const [first, ...rest] = known
  if (first !== undefined && !dice.once(4)) return dice.oneOf([first, ...rest])
  if (format === 'uuid') return `0199aaaa-0000-7000-8000-0000000${String(10_000 + dice.upTo(90_000))}`
  if (format === 'date-time') return dice.oneOf(['2026-01-31T12:00:00Z', '1970-01-01T00:00:00.000Z'])
  if (format === 'email') return 'somebody@example.test'
  if (format === 'uri') return 'https://gallery.example.test/hook'
  const length = minLength + dice.upTo(Math.max(Math.min(maxLength, minLength + 12) - minLength, 0) + 1)
  return 'abcdefgh-ijklmnopqrst'.repeat(1 + Math.ceil(length / 20)).slice(0, length)
}

function number({ type, minimum, maximum, exclusiveMinimum }: JsonSchema, dice: Dice) {
  const least = Math.max(minimum ?? exclusiveMinimum ?? -10, -1e6)
  const most = Math.min(maximum ?? least + 50, least + 1_000)
  const value = least + dice.upTo(Math.max(most - least, 0) + 1)
  return type === 'number' ? value / 2 + 0.5 : value
}
