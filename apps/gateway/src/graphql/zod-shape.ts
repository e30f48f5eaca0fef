import type { Schema } from '@switchyard/contracts/contract'
import type { z } from 'zod'

/** A schema without its wrappings, and whether nothing may stand in its place. */
export interface Shape {
  readonly schema: z.core.$ZodTypes
  readonly isNullable: boolean
  /** May be left out. */
  readonly isOptional: boolean
}

/** Takes `optional`, `nullable` and defaults off a schema. */
export function shapeOf(given: Schema): Shape {
  let schema = given as z.core.$ZodTypes
  let [isNullable, isOptional] = [false, false]
  for (;;) {
    const { def } = schema._zod
    if (def.type === 'nullable') isNullable = true
    else if (def.type === 'optional' || def.type === 'default' || def.type === 'prefault') isOptional = true
    else if (def.type !== 'readonly' && def.type !== 'nonoptional') break
    schema = def.innerType as z.core.$ZodTypes
  }
  return { schema, isNullable, isOptional }
}

/** A field of an object, or of a union of objects: then `of` holds what it is in each of those that have it. */
export interface Field {
  readonly of: readonly Schema[]
  /** Whether some member of the union lacks it. */
  readonly isPartial: boolean
}

/** The fields of an object, or of a union of objects as if they were one; `undefined` for anything else. */
export function fieldsOf(schema: Schema): ReadonlyMap<string, Field> | undefined {
  if (!known.has(schema)) known.set(schema, readFields(schema))
  return known.get(schema)
}

/** A schema never changes: requests read each one once. */
const known = new WeakMap<Schema, ReadonlyMap<string, Field> | undefined>()

function readFields(schema: Schema): ReadonlyMap<string, Field> | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (def.type === 'object') {
    return new Map(Object.entries(def.shape).map(([name, field]) => [name, { of: [field], isPartial: false }]))
  }
  if (def.type !== 'union') return undefined
  const members = def.options.map((option) => fieldsOf(option))
  if (!members.every((member) => member !== undefined)) return undefined
  const names = new Set(members.flatMap((member) => [...member.keys()]))
  return new Map(
    [...names].map((name) => {
      const found = members.flatMap((member) => member.get(name) ?? [])
      const isPartial = found.length < members.length || found.some((field) => field.isPartial)
      return [name, { of: found.flatMap((field) => field.of), isPartial }]
    }),
  )
}

/** Takes out every `null` that stands for something left out: GraphQL's clients send one for a variable without a value. */
export function withoutNulls(given: Schema, value: unknown): unknown {
  if (!holdsNull(value)) return value
  const { schema } = shapeOf(given)
  if (Array.isArray(value)) {
    const { def } = schema._zod
    return def.type === 'array' ? value.map((item) => withoutNulls(def.element, item)) : value
  }
  const fields = typeof value === 'object' && value !== null ? fieldsOf(schema) : undefined
  if (!fields) return value
  const kept = Object.entries(Object(value)).flatMap(([name, item]: [string, unknown]) => {
    const [field] = fields.get(name)?.of ?? []
    if (!field) return [[name, item]]
    const { isNullable, isOptional } = shapeOf(field)
    return item === null && isOptional && !isNullable ? [] : [[name, withoutNulls(field, item)]]
  })
  return Object.fromEntries(kept)
}

/** Nearly no input does, and what does not stays as it came. */
const holdsNull = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.values(value).some(holdsNull))
