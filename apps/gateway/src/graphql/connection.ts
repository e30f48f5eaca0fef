import type { AnyOperation, Schema } from '@switchyard/contracts/contract'
import {
  GraphQLBoolean,
  type GraphQLFieldConfigMap,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLNullableOutputType,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql'
import { capital, singular } from './field-names.ts'
import { fieldsOf, shapeOf } from './zod-shape.ts'
import type { Types } from './zod-types.ts'

const some = <Type extends GraphQLNullableOutputType>(type: Type) => new GraphQLNonNull(type)

const PageInfo = new GraphQLObjectType({
  name: 'PageInfo',
  fields: {
    hasNextPage: { type: some(GraphQLBoolean) },
    hasPreviousPage: {
      type: some(GraphQLBoolean),
      description: 'Whether a cursor was given; no list is read backwards.',
    },
    startCursor: { type: GraphQLString, description: 'Always null: no list is read backwards.' },
    endCursor: { type: GraphQLString, description: 'Give it as `after` for the next page.' },
  },
})

/** How GraphQL's names of a page's arguments are called in the contract. */
export const pageArguments = { first: 'limit', after: 'cursor' } as const

/** Whether an operation answers page after page: it takes a cursor and tells the next one. */
export function isPaged({ input, output }: AnyOperation): boolean {
  const [asked, told] = [fieldsOf(shapeOf(input).schema), fieldsOf(shapeOf(output).schema)]
  return asked?.has('cursor') === true && told?.has('items') === true && told.has('nextCursor')
}

/**
 * The pages of an operation as a connection (Relay's cursor connections): its items as edges, everything else that it tells
 * beside them. Only the last edge of a page has a cursor, for services give one out a page.
 */
export function connectionType(field: string, output: Schema, types: Types): GraphQLObjectType {
  const name = capital(field)
  const { items, nextCursor: _, ...rest } = Object.fromEntries(fieldsOf(shapeOf(output).schema) ?? [])
  const [list] = items?.of ?? []
  const { def } = shapeOf(list ?? output).schema._zod
  if (def.type !== 'array') throw new Error(`${field} has no list of items`)
  const edge = new GraphQLObjectType({
    name: `${name}Edge`,
    fields: {
      node: { type: types.output(def.element, capital(singular(field))) },
      cursor: { type: GraphQLString, description: 'Of the last edge alone.' },
    },
  })
  return new GraphQLObjectType({
    name: `${name}Connection`,
    fields: (): GraphQLFieldConfigMap<unknown, unknown> => ({
      edges: { type: some(new GraphQLList(some(edge))), extensions: { isPage: true } },
      pageInfo: { type: some(PageInfo) },
      ...Object.fromEntries(
        Object.entries(rest).flatMap(([key, { of }]) => {
          return of[0] ? [[key, { type: types.output(of[0], name + capital(key)) }]] : []
        }),
      ),
    }),
  })
}

/** An answer of a paged operation as its connection. */
export function connectionOf(answer: unknown, { after }: { after?: unknown }) {
  const { items, nextCursor, ...rest } = answer as { items: unknown[]; nextCursor: string | null }
  return {
    ...rest,
    edges: items.map((node, index) => ({ node, cursor: index === items.length - 1 ? nextCursor : null })),
    pageInfo: {
      hasNextPage: nextCursor !== null,
      hasPreviousPage: typeof after === 'string',
      startCursor: null,
      endCursor: nextCursor,
    },
  }
}
