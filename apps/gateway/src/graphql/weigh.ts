import { Failure } from '@switchyard/rpc/failure'
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import type { FieldNote } from './schema.ts'

/** What a document may be at most. As many operations as a batch of tRPC has calls; our own pages need a third of each. */
export const documentLimits = { tokens: 1_000, depth: 12, aliases: 30, operations: 10, values: 5_000 } as const

/** How heavy an operation of a document is. */
export interface Weight {
  /** Against its caller's limit: what its operations cost, and one for each kind of thing that is looked up beside them. */
  readonly cost: number
  readonly depth: number
  readonly aliases: number
  /** Fields at the root that ask an operation. */
  readonly operations: number
  /** Which these are, by their names. */
  readonly asked: ReadonlySet<string>
  /** Values that an answer may have, lists as long as they may be. */
  readonly values: number
}

const nothing: Weight = { cost: 0, depth: 0, aliases: 0, operations: 0, asked: new Set(), values: 0 }
const together = (a: Weight, b: Weight): Weight => ({
  cost: a.cost + b.cost,
  depth: Math.max(a.depth, b.depth),
  aliases: a.aliases + b.aliases,
  operations: a.operations + b.operations,
  asked: a.asked.size === 0 ? b.asked : b.asked.size === 0 ? a.asked : new Set([...a.asked, ...b.asked]),
  values: a.values + b.values,
})

/** How long a list is taken to be where nothing says so. */
const listLength = 10
const pageLengthMax = 50

/**
 * Weighs an operation before anything is looked up or even held to the schema: each fragment once, however often it is
 * spread, so that weighing is as quick as reading. What the schema does not know weighs what a field does.
 */
export function weigh(
  operation: OperationDefinitionNode,
  {
    document,
    schema,
    variables,
  }: { document: DocumentNode; schema: GraphQLSchema; variables: Record<string, unknown> },
): Weight {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const one of document.definitions) if (one.kind === 'FragmentDefinition') fragments.set(one.name.value, one)
  const known = new Map<string, Weight>()

  const ofSet = ({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined): Weight =>
    selections.reduce((sum, one) => {
      if (one.kind === 'Field') return together(sum, ofField(one, type))
      if (one.kind === 'FragmentSpread') return together(sum, ofFragment(one.name.value))
      return together(sum, ofSet(one.selectionSet, named(one.typeCondition?.name.value) ?? type))
    }, nothing)
  const named = (name: string | undefined) => (name === undefined ? undefined : schema.getType(name))
  const ofFragment = (name: string): Weight => {
    const weight = known.get(name)
    if (weight) return weight
    // One that spreads itself weighs nothing the second time; the schema's own rules refuse it.
    known.set(name, nothing)
    const fragment = fragments.get(name)
    const whole = fragment ? ofSet(fragment.selectionSet, named(fragment.typeCondition.name.value)) : nothing
    known.set(name, whole)
    return whole
  }
  const ofField = (node: FieldNode, type: GraphQLNamedType | undefined): Weight => {
    const aliases = node.alias ? 1 : 0
    // The schema's own rules bound how deep one may ask for it.
    if (node.name.value.startsWith('__')) return { ...nothing, aliases, values: 1 }
    const field = isObjectType(type) ? (type as GraphQLObjectType).getFields()[node.name.value] : undefined
    const inner = node.selectionSet ? ofSet(node.selectionSet, field && getNamedType(field.type)) : nothing
    const note = field?.extensions.note as FieldNote | undefined
    const isList = field !== undefined && isListType(getNullableType(field.type)) && !field.extensions.isPage
    const times = note?.isPaged ? pageLength(node, variables) : isList ? listLength : 1
    return {
      cost: (note?.cost ?? 0) + inner.cost,
      depth: 1 + inner.depth,
      aliases: aliases + inner.aliases,
      operations: note?.operation === undefined ? 0 : 1,
      asked: note?.operation === undefined ? nothing.asked : new Set([note.operation]),
      values: 1 + times * inner.values,
    }
  }
  const root = schema.getRootType(operation.operation) ?? undefined
  return ofSet(operation.selectionSet, root)
}

/** How long a page is that is asked for, in the document or in its variables; what says nothing of it is taken to be the longest. */
function pageLength({ arguments: given = [] }: FieldNode, variables: Record<string, unknown>): number {
  const first = given.find(({ name }) => name.value === 'first')?.value
  const length = first?.kind === 'Variable' ? variables[first.name.value] : Number(Object(first).value)
  return typeof length === 'number' && length >= 0 ? length : pageLengthMax
}

/** Refuses what is heavier than a document may be. Throws `invalid_input`. */
export function refuseHeavy({ depth, aliases, operations, values }: Weight): void {
  const given = { depth, aliases, operations, values }
  const words = {
    depth: 'Fields stand in one another up to',
    aliases: 'A document may rename',
    operations: 'A document may ask for',
    values: 'An answer may have',
  }
  for (const name of ['depth', 'aliases', 'operations', 'values'] as const) {
    if (given[name] <= documentLimits[name]) continue
    const unit = name === 'depth' ? 'levels' : name === 'aliases' ? 'fields' : name
    throw new Failure('invalid_input', {
      detail: `${words[name]} ${documentLimits[name]} ${unit}; this one comes to ${given[name]}.`,
    })
  }
}
