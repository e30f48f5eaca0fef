/**
 * GraphQL's types from the contract's schemas. A type is named as the contract exports its schema, and what is exported
 * nowhere after the place where it stands: `ProductPageVariant`. Inputs end in `Input`. A union of objects is one type with
 * the fields of all of them.
 */
import type { Schema } from '@switchyard/contracts/contract'
import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLFieldConfigMap,
  GraphQLFloat,
  GraphQLID,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLNullableOutputType,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLScalarType,
  GraphQLString,
  getNullableType,
} from 'graphql'
import { capital, singular } from './field-names.ts'
import { Instant, Json, scalarOf } from './scalars.ts'
import type { RequestContext } from './schema.ts'
import { type Field, fieldsOf, type Shape, shapeOf } from './zod-shape.ts'

/** Makes each type once. */
export type Types = ReturnType<typeof createTypes>

/** `more` adds fields to the type of a schema, which come from elsewhere than the value itself. */
export function createTypes({
  names,
  more,
}: {
  names: ReadonlyMap<Schema, string>
  more: (schema: Schema, types: Types) => GraphQLFieldConfigMap<unknown, RequestContext>
}) {
  const outputs = new Map<Schema, GraphQLObjectType>()
  const inputs = new Map<Schema, GraphQLInputObjectType>()
  const enums = new Map<Schema, GraphQLEnumType>()

  const object = (schema: Schema, fields: ReadonlyMap<string, Field>, name: string): GraphQLNullableOutputType => {
    if (fields.size === 0) return GraphQLBoolean
    const known = outputs.get(schema)
    if (known) return known
    const ownName = names.get(schema) ?? name
    const type = new GraphQLObjectType({
      name: ownName,
      fields: () => ({
        ...Object.fromEntries(
          [...fields].map(([field, { of, isPartial }]) => {
            const { type, isNullable } = together(of, (one) => output(one, ownName + capital(field)))
            return [field, { type: isPartial || isNullable ? getNullableType(type) : type }]
          }),
        ),
        ...more(schema, types),
      }),
    })
    outputs.set(schema, type)
    return type
  }
  const inputObject = (schema: Schema, fields: ReadonlyMap<string, Field>, name: string): GraphQLInputObjectType => {
    const known = inputs.get(schema)
    if (known) return known
    const ownName = names.get(schema) ?? name
    const type = new GraphQLInputObjectType({
      name: ownName.endsWith('Input') ? ownName : `${ownName}Input`,
      fields: (): GraphQLInputFieldConfigMap =>
        Object.fromEntries(
          [...fields].map(([field, { of, isPartial }]) => {
            const { type, isNullable } = together(of, (one) => input(one, ownName + capital(field)))
            return [field, { type: isPartial || isNullable ? getNullableType(type) : type }]
          }),
        ),
    })
    inputs.set(schema, type)
    return type
  }
  const leaf = (schema: Schema, name: string) => leafOf(schema, names.get(schema) ?? name, enums)

  function output(given: Schema, name: string): GraphQLOutputType {
    const { schema, isNullable, isOptional } = shapeOf(given)
    const { def } = schema._zod
    const fields = fieldsOf(schema)
    const type = fields
      ? object(schema, fields, name)
      : def.type === 'array'
        ? new GraphQLList(output(def.element, singular(name)))
        : leaf(schema, name)
    return isNullable || isOptional || def.type === 'null' || def.type === 'lazy' ? type : new GraphQLNonNull(type)
  }
  function input(given: Schema, name: string): GraphQLInputType {
    const { schema, isNullable, isOptional } = shapeOf(given)
    const { def } = schema._zod
    const fields = fieldsOf(schema)
    const type = fields
      ? inputObject(schema, fields, name)
      : def.type === 'array'
        ? new GraphQLList(input(def.element, singular(name)))
        : leaf(schema, name)
    return isNullable || isOptional || def.type === 'lazy' ? type : new GraphQLNonNull(type)
  }
  const types = { output, input }
  return types
}

/** What is neither object nor list. */
function leafOf(schema: Schema, name: string, enums: Map<Schema, GraphQLEnumType>) {
  const scalar = scalarOf.get(schema)
  if (scalar) return scalar
  const { def } = shapeOf(schema).schema._zod
  switch (def.type) {
    case 'string':
      return stringOf(def as { format?: string })
    case 'number':
      return (def as { format?: string }).format === 'safeint' ? GraphQLInt : GraphQLFloat
    case 'boolean':
      return GraphQLBoolean
    case 'literal':
      return typeof def.values[0] === 'number' ? GraphQLInt : GraphQLString
    case 'enum': {
      const known = enums.get(schema)
      const values = Object.fromEntries(Object.values(def.entries).map((value) => [enumName(String(value)), { value }]))
      const type = known ?? new GraphQLEnumType({ name, values })
      enums.set(schema, type)
      return type
    }
    default:
      return Json
  }
}

const stringOf = ({ format }: { format?: string }) =>
  format === 'uuid' ? GraphQLID : format === 'datetime' ? Instant : GraphQLString

/** The contract's own word, with what GraphQL takes in no name told in letters: `-price` is `price_desc`. */
export const enumName = (value: string) => value.replace(/^-(.*)$/, '$1_desc').replace(/\W/g, '_')

/** One type for a field that several objects have: theirs, if it is one; text for words; else any JSON. */
function together<Type extends GraphQLInputType | GraphQLOutputType>(
  of: readonly Schema[],
  typeOf: (schema: Schema) => Type,
): { type: Type | GraphQLNonNull<GraphQLScalarType>; isNullable: boolean } {
  const [only, ...others] = of
  if (only && others.length === 0) return { type: typeOf(only), isNullable: false }
  const shapes = of.map(shapeOf)
  const isNull = ({ schema }: Shape) => schema._zod.def.type === 'null'
  const isNullable = shapes.some((shape) => shape.isNullable || shape.isOptional || isNull(shape))
  const real = shapes.filter((shape) => !isNull(shape)).map(({ schema }) => schema)
  if (real.every(({ _zod: { def } }) => def.type === 'literal' || def.type === 'enum'))
    return { type: text, isNullable }
  const types = real.map(typeOf)
  const [first] = types
  const isOne = new Set(types.map((type) => String(type))).size === 1
  return { type: isOne && first ? first : anyJson, isNullable }
}

const text = new GraphQLNonNull(GraphQLString)
const anyJson = new GraphQLNonNull(Json)
