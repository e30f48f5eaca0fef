/**
 * Answers an operation of GraphQL whose values are plain data and all as the schema has them, which is nearly every one: its
 * selection is turned once into functions that copy what was asked for. The library works it out anew in each request, and
 * makes a path and a description for every value. Whatever is not so simple is left to the library: a directive, a value that
 * does not fit its type, a failure. It then finds what was asked of services already, so nothing is done twice.
 *
 *     const data = await projections(asked)?.(asked.variables, context)
 *     return data ? { data } : execute(args)
 */
import { type DocumentNode, type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql'
import { copyOf, isForLibrary, type Run, type Values } from './copy-selection.ts'
import type { RequestContext } from './schema.ts'

/** The data of an answer; `undefined` when it is for the library to say. */
export type Projection = (variables: Values, context: RequestContext) => Promise<Values | undefined>

/** What a projection is made from: an operation of a document that fits the schema. */
interface Asked {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
}

/** Finds the projection of an operation, made when it is first asked for; `undefined` where there is none. */
export function createProjections(schema: GraphQLSchema) {
  const known = new WeakMap<OperationDefinitionNode, { readonly project: Projection | undefined }>()
  return ({ document, operation }: Asked): Projection | undefined => {
    const found = known.get(operation) ?? { project: projectionOf(schema, { document, operation }) }
    known.set(operation, found)
    return found.project
  }
}

function projectionOf(schema: GraphQLSchema, { document, operation }: Asked): Projection | undefined {
  const { operation: kind, variableDefinitions = [], directives = [], selectionSet } = operation
  const type = kind === 'subscription' ? undefined : schema.getRootType(kind)
  // Changes go one after the other.
  if (!type || directives.length > 0 || (kind === 'mutation' && selectionSet.selections.length > 1)) return undefined
  const copy = plainly(() => copyOf(type, { operation, document }))
  if (!copy) return undefined
  return async (given, context) => {
    const { variableValues: variables } = getVariableValues(schema, variableDefinitions, given)
    if (!variables) return undefined
    const run: Run = { context, variables, loading: [], isPlain: true }
    const answer = plainly(() => copy({}, run))
    // What was loaded may have more to load.
    while (answer && run.isPlain && run.loading.length > 0) await Promise.all(run.loading.splice(0))
    return run.isPlain ? answer : undefined
  }
}

/** What `work` gives, unless something in it is for the library. */
function plainly<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch (error) {
    if (isForLibrary(error)) return undefined
    throw error
  }
}
