/**
 * Asks an operation of the contract over GraphQL, whatever it is: for whoever holds the protocols to one another.
 *
 *     const { query, variables, answer } = documentFor('products.list')
 *     answer((await ask({ query, variables: variables({ limit: 2 }) })).data)    // as tRPC would answer it
 */
import type { AnyOperation, Contract, Schema } from '@switchyard/contracts/contract'
import { storefront } from '@switchyard/contracts/storefront'
import { type GraphQLOutputType, getNamedType, isObjectType } from 'graphql'
import { isPaged, pageArguments } from './connection.ts'
import { fieldName } from './field-names.ts'
import { createSchema, isServed } from './schema.ts'
import { fieldsOf, shapeOf } from './zod-shape.ts'
import { enumName } from './zod-types.ts'

const contracts: Record<string, Contract> = storefront
const schema = createSchema({ contracts, call: () => Promise.reject(new Error('not served')), links: new Map() })

/** A document with every field that the operation's answer has, without what hangs on it besides. */
export function documentFor(name: string) {
  const [group = '', key = ''] = name.split('.')
  const operation = contracts[group]?.operations[key]
  if (!operation || !isServed(operation)) throw new Error(`${name} is not served as GraphQL`)
  const field = fieldName(group, key, operation)
  const root = schema.getRootType(operation.kind)?.getFields()[field]
  if (!root) throw new Error(`there is no field ${field}`)
  const declared = root.args.map((one) => `$${one.name}: ${one.type}`).join(', ')
  const given = root.args.map((one) => `${one.name}: $${one.name}`).join(', ')
  const [head, args] = declared === '' ? ['', ''] : [`(${declared})`, `(${given})`]
  return {
    query: `${operation.kind} Asked${head} { ${field}${args}${selectionOf(root.type)} }`,
    variables: (input: unknown): unknown => variablesOf(operation, input),
    /** What the router answered, from the data of GraphQL's answer. */
    answer: (data: unknown): unknown => answerOf(operation, Object(data)[field]),
  }
}

function selectionOf(type: GraphQLOutputType): string {
  const named = getNamedType(type)
  if (!isObjectType(named)) return ''
  const fields = Object.values(named.getFields()).map((field) => field.name + selectionOf(field.type))
  return ` { ${fields.join(' ')} }`
}

function variablesOf(operation: AnyOperation, input: unknown): unknown {
  const value = renamed(operation.input, input, enumName)
  if (operation.kind === 'mutation') return { input: value }
  if (!isPaged(operation) || typeof value !== 'object') return value
  const called = new Map<string, string>(Object.entries(pageArguments).map(([theirs, ours]) => [ours, theirs]))
  return Object.fromEntries(Object.entries(Object(value)).map(([name, item]) => [called.get(name) ?? name, item]))
}

function answerOf(operation: AnyOperation, value: unknown): unknown {
  if (value === true && fieldsOf(shapeOf(operation.output).schema)?.size === 0) return {}
  return renamed(operation.output, isPaged(operation) ? unpaged(value) : value, undefined)
}

function unpaged(connection: unknown): unknown {
  const { edges, pageInfo, ...rest } = Object(connection)
  if (!Array.isArray(edges)) return connection
  return { ...rest, items: edges.map(({ node }) => node), nextCursor: pageInfo.hasNextPage ? pageInfo.endCursor : null }
}

/** Puts the contract's words in GraphQL's names, by `name`, or back. */
function renamed(given: Schema, value: unknown, name: ((word: string) => string) | undefined): unknown {
  const { schema: shape } = shapeOf(given)
  const { def } = shape._zod
  if (def.type === 'enum' && typeof value === 'string') {
    const words = Object.values(def.entries).map(String)
    if (!name) return words.find((word) => enumName(word) === value) ?? value
    return words.includes(value) ? name(value) : value
  }
  if (Array.isArray(value)) return def.type === 'array' ? value.map((item) => renamed(def.element, item, name)) : value
  const fields = typeof value === 'object' && value !== null ? fieldsOf(shape) : undefined
  if (!fields) return value
  return Object.fromEntries(
    Object.entries(Object(value)).map(([key, item]) => {
      const [of] = fields.get(key)?.of ?? []
      return [key, of ? renamed(of, item, name) : item]
    }),
  )
}
