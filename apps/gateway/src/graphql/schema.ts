/**
 * GraphQL's schema from the contract: one field an operation, run by the very router that serves tRPC and REST, so that who
 * may ask, what it must be asked with and how it fails are the same.
 */
import type { AnyOperation, Contract } from '@switchyard/contracts/contract'
import type { CallContext } from '@switchyard/rpc/envelope'
import {
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldConfigMap,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  getNullableType,
} from 'graphql'
import type { CallOperation } from '../rest.ts'
import { connectionOf, connectionType, isPaged, pageArguments } from './connection.ts'
import { capital, fieldName, singular } from './field-names.ts'
import type { Links, LoadLink } from './links.ts'
import { typeNames } from './type-names.ts'
import { fieldsOf, shapeOf, withoutNulls } from './zod-shape.ts'
import { createTypes, type Types } from './zod-types.ts'

/** What a field is given beside its arguments. */
export type RequestContext = {
  readonly ctx: CallContext
  readonly loadLink: LoadLink
  /** What the fields at the root have been asked for, by their names in the answer: each is asked once, whoever puts the answer together. */
  readonly answers: Map<string, Promise<unknown>>
  /** The id of the value of a stream that was told last. */
  seen: string | undefined
  /** What a client that comes back to a stream has seen last. */
  readonly lastEventId?: string
}

/** What the schema says of each of its own fields, for whoever weighs or answers a document. */
export interface FieldNote {
  /** The operation that a field at the root asks, as `group.name`. */
  readonly operation?: string
  /** What it costs of its caller's limit. */
  readonly cost: number
  /** Whether it answers page after page, as many at once as it is asked for. */
  readonly isPaged?: boolean
  /** Where its value comes from when it is no part of the value that it stands in. */
  readonly answer?: (wanted: Wanted) => Promise<unknown>
}

interface Wanted {
  /** The value that the field stands in. */
  readonly from: unknown
  readonly args: Record<string, unknown>
  readonly context: RequestContext
  /** Its name in the answer. */
  readonly key: string
}

/** A value of a stream as the router gives it, with the id from which one resumes. */
type Tracked = readonly [id: string, value: unknown]

type Root = GraphQLFieldConfig<unknown, RequestContext>

/** Makes the schema. Throws if two operations would be the same field. */
export function createSchema(options: {
  contracts: Record<string, Contract>
  call: CallOperation
  links: Links
}): GraphQLSchema {
  const { contracts, call, links } = options
  const types = createTypes({ names: typeNames, more: (schema, all) => linkFields(links.get(schema) ?? {}, all) })
  const roots: Record<AnyOperation['kind'], GraphQLFieldConfigMap<unknown, RequestContext>> = {
    ...{ query: {}, mutation: {}, subscription: {} },
  }
  for (const [group, contract] of Object.entries(contracts)) {
    for (const [name, operation] of Object.entries(contract.operations)) {
      if (!isServed(operation)) continue
      const field = fieldName(group, name, operation)
      const fields = roots[operation.kind]
      if (fields[field]) throw new Error(`${group}.${name} is a second field ${field} of GraphQL`)
      fields[field] = rootField({ field, group, name, operation, types, call })
    }
  }
  const root = (kind: AnyOperation['kind']) =>
    Object.keys(roots[kind]).length > 0
      ? new GraphQLObjectType({ name: capital(kind), fields: roots[kind] })
      : undefined
  return new GraphQLSchema({ query: root('query'), mutation: root('mutation'), subscription: root('subscription') })
}

/** Whether an operation's policy keeps it from GraphQL. */
export const isServed = ({ policy: { only } }: AnyOperation): boolean => only?.protocols.includes('graphql') !== false

interface Served {
  readonly field: string
  readonly group: string
  readonly name: string
  readonly operation: AnyOperation
  readonly types: Types
  readonly call: CallOperation
}

function rootField(served: Served): Root {
  const { field, group, name, operation, types, call } = served
  const { kind, input, output, policy } = operation
  const weight = { operation: `${group}.${name}`, cost: policy.cost ?? 1, isPaged: isPaged(operation) }
  const run = (args: Record<string, unknown>, ctx: CallContext) => {
    const { given, idempotencyKey } = inputOf(args, operation)
    const envelope = idempotencyKey === undefined ? ctx.envelope : { ...ctx.envelope, idempotencyKey }
    return call(group, name, withoutNulls(input, given), { ...ctx, envelope })
  }
  const common = { args: argumentsOf(served) }
  if (kind === 'subscription') {
    return {
      ...common,
      extensions: { note: weight },
      type: types.output(output, capital(field)),
      subscribe: async (_, args, { ctx, lastEventId }) => {
        const resumed = lastEventId === undefined || args.lastEventId !== undefined ? args : { ...args, lastEventId }
        return (await run(resumed, ctx)) as AsyncIterable<Tracked>
      },
      resolve: (event, _, context) => {
        const [id, value] = event as Tracked
        context.seen = id
        return value
      },
    }
  }
  const ask = async (args: Record<string, unknown>, ctx: CallContext) => {
    const answer = await run(args, ctx)
    if (isPaged(operation)) return connectionOf(answer, args)
    // An operation that answers with nothing has done what it was asked.
    return hasFields(operation) ? answer : true
  }
  const suggested =
    kind === 'mutation' ? `${capital(field)}Result` : capital(isList(operation) ? singular(field) : field)
  return {
    ...common,
    // Nullable, so that what could not be had leaves the rest of an answer as it is.
    type: isPaged(operation) ? connectionType(field, output, types) : getNullableType(types.output(output, suggested)),
    ...answeredBy(weight, ({ args, context, key }) => {
      const asked = context.answers.get(key) ?? ask(args, context.ctx)
      context.answers.set(key, asked)
      return asked
    }),
  }
}

/** A field whose value comes from elsewhere, for the library and for whoever answers without it. */
function answeredBy(
  weight: Omit<FieldNote, 'answer'>,
  answer: NonNullable<FieldNote['answer']>,
): Pick<Root, 'extensions' | 'resolve'> {
  const note: FieldNote = { ...weight, answer }
  return {
    extensions: { note },
    resolve: (from, args, context, { path }) => answer({ from, args, context, key: String(path.key) }),
  }
}

/** Queries take their input field by field, mutations as one `input`, with the idempotency key beside it where one is asked for. */
function argumentsOf({ field, operation, types }: Served): GraphQLFieldConfigArgumentMap {
  const { kind, input, policy } = operation
  const fields = fieldsOf(shapeOf(input).schema) ?? new Map()
  if (kind === 'mutation') {
    const type = types.input(input, capital(field))
    const key = { type: GraphQLString, description: 'The same for every repeat; or the header Idempotency-Key.' }
    return {
      ...(fields.size > 0 ? { input: { type } } : {}),
      ...(policy.idempotency === 'key' ? { idempotencyKey: key } : {}),
    }
  }
  const paged = isPaged(operation)
  return Object.fromEntries(
    [...fields].map(([name, { of }]) => {
      const called = paged ? (Object.entries(pageArguments).find(([, ours]) => ours === name)?.[0] ?? name) : name
      return [called, { type: types.input(of[0], capital(field) + capital(name)) }]
    }),
  )
}

function inputOf(args: Record<string, unknown>, operation: AnyOperation) {
  if (operation.kind === 'mutation') {
    const { input = {}, idempotencyKey } = args
    return { given: input, idempotencyKey: typeof idempotencyKey === 'string' ? idempotencyKey : undefined }
  }
  if (!isPaged(operation)) return { given: args }
  const { first, after, ...rest } = args
  return {
    given: {
      ...rest,
      ...(first === undefined ? {} : { [pageArguments.first]: first }),
      ...(after === undefined ? {} : { [pageArguments.after]: after }),
    },
  }
}

const isList = ({ output }: AnyOperation) => shapeOf(output).schema._zod.def.type === 'array'
const hasFields = ({ output }: AnyOperation) => fieldsOf(shapeOf(output).schema)?.size !== 0

function linkFields(of: Links extends ReadonlyMap<unknown, infer Fields> ? Fields : never, types: Types) {
  return Object.fromEntries(
    Object.entries(of).map(([name, link]) => {
      const field: Root = {
        type: types.output(link.output, capital(name)),
        description: link.description,
        ...answeredBy({ cost: 1 }, ({ from, context }) => context.loadLink(link, from)),
      }
      return [name, field]
    }),
  )
}
