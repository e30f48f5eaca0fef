import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getArgumentValues,
  getNullableType,
  type getVariableValues,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
} from 'graphql'
import { plainLeaf } from './plain-leaf.ts'
import type { FieldNote, RequestContext } from './schema.ts'
import { type Fragments, fragmentsOf, selectedFields } from './selected-fields.ts'

export type Values = Record<string, unknown>

/** What one request has under way. */
export interface Run {
  readonly context: RequestContext
  readonly variables: NonNullable<ReturnType<typeof getVariableValues>['variableValues']>
  /** Values that come from elsewhere; none of these rejects. */
  readonly loading: Promise<void>[]
  /** Whether all that was loaded could be had and fits the schema. */
  isPlain: boolean
}

/** What stands in the answer for a value. Throws what {@link isForLibrary} knows. */
type Copy<Copied = unknown> = (value: unknown, run: Run) => Copied

interface Making {
  readonly fragments: Fragments
  /** How many fields there are so far. */
  fields: number
}

type Selecting = Pick<FieldNode | OperationDefinitionNode, 'selectionSet'>

/** Thrown where only the library knows what to say; made once, for nobody reads it. */
const forLibrary = new Error('this is for the library')

/** Whether an error says that the library must do it. */
export const isForLibrary = (error: unknown): boolean => error === forLibrary

/** So that what is remembered of a document stays small, whatever its fragments come to. */
const fieldsMax = 250

/** Makes the function that copies what an operation selects. Throws what {@link isForLibrary} knows. */
export function copyOf(
  type: GraphQLObjectType,
  { operation, document }: { operation: OperationDefinitionNode; document: DocumentNode },
): Copy<Values> {
  return copyObject(type, [operation], { fragments: fragmentsOf(document), fields: 0 })
}

function copyObject(type: GraphQLObjectType, nodes: readonly Selecting[], making: Making): Copy<Values> {
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
  const selected = selectedFields(sets, making.fragments)
  making.fields += selected?.size ?? 0
  // A field of this name would set what an object inherits from.
  if (!selected || selected.has('__proto__') || making.fields > fieldsMax) throw forLibrary
  const fields = [...selected].map(([key, asking]) => copyField(key, { type, nodes: asking, making }))
  return (value, run) => {
    if (typeof value !== 'object' || value === null) throw forLibrary
    const copied: Values = {}
    for (const field of fields) field(copied, value as Values, run)
    return copied
  }
}

/** Puts one field of `from` where it belongs in what is copied. */
type CopyField = (copied: Values, from: Values, run: Run) => void

function copyField(
  key: string,
  { type, nodes, making }: { type: GraphQLObjectType; nodes: readonly FieldNode[]; making: Making },
): CopyField {
  const [node] = nodes
  if (node?.name.value === '__typename') {
    return (copied) => {
      copied[key] = type.name
    }
  }
  const field = node && type.getFields()[node.name.value]
  if (!field) throw forLibrary
  const copy = copyValue(field.type, nodes, making)
  const { answer } = (field.extensions.note ?? {}) as Partial<FieldNote>
  if (answer) return loadedField(key, { field, node, copy, answer })
  if (field.resolve) throw forLibrary
  const { name } = field
  return (copied, from, run) => {
    copied[key] = copy(from[name], run)
  }
}

/** A field whose value comes from elsewhere has its place at once, so that the answer has the order that was asked for. */
function loadedField(
  key: string,
  loaded: {
    field: GraphQLField<unknown, unknown>
    node: FieldNode
    copy: Copy
    answer: NonNullable<FieldNote['answer']>
  },
): CopyField {
  const { field, node, copy, answer } = loaded
  const load = async (copied: Values, from: Values, run: Run) => {
    try {
      const args = getArgumentValues(field, node, run.variables)
      copied[key] = copy(await answer({ from, args, context: run.context, key }), run)
    } catch {
      run.isPlain = false
    }
  }
  return (copied, from, run) => {
    copied[key] = null
    run.loading.push(load(copied, from, run))
  }
}

function copyValue(type: GraphQLOutputType, nodes: readonly FieldNode[], making: Making): Copy {
  const copy = copyPresent(getNullableType(type), nodes, making)
  const mayBeNull = !isNonNullType(type)
  return (value, run) => {
    if (value !== null && value !== undefined) return copy(value, run)
    if (mayBeNull) return null
    throw forLibrary
  }
}

function copyPresent(type: GraphQLOutputType, nodes: readonly FieldNode[], making: Making): Copy {
  if (isObjectType(type)) return copyObject(type, nodes, making)
  if (isListType(type)) {
    const copy = copyValue(type.ofType, nodes, making)
    return (value, run) => {
      if (!Array.isArray(value)) throw forLibrary
      return value.map((item) => copy(item, run))
    }
  }
  if (!isLeafType(type)) throw forLibrary
  const leaf = plainLeaf(type)
  return (value) => {
    const copied = leaf(value)
    if (copied === undefined) throw forLibrary
    return copied
  }
}
