import type { DocumentNode, FieldNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql'

/** The fields of one object of an answer by the names that they have there, each with every node that asks for it. */
type SelectedFields = ReadonlyMap<string, readonly FieldNode[]>

/** The fragments of a document, by name. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

export const fragmentsOf = ({ definitions }: DocumentNode): Fragments =>
  new Map(definitions.flatMap((one) => (one.kind === 'FragmentDefinition' ? [[one.name.value, one]] : [])))

/**
 * What is asked for of one object in a valid document of a schema that has object types alone: fragments resolved, fields of
 * one name together, in the order of the answer. `undefined` when a directive has a say in it.
 */
export function selectedFields(sets: readonly SelectionSetNode[], fragments: Fragments): SelectedFields | undefined {
  const found = new Map<string, FieldNode[]>()
  const spread = new Set<string>()
  const take = ({ selections }: SelectionSetNode): boolean =>
    selections.every((one) => {
      if (one.directives && one.directives.length > 0) return false
      if (one.kind === 'InlineFragment') return take(one.selectionSet)
      if (one.kind === 'FragmentSpread') {
        if (spread.has(one.name.value)) return true
        spread.add(one.name.value)
        const fragment = fragments.get(one.name.value)
        return fragment !== undefined && take(fragment.selectionSet)
      }
      const key = (one.alias ?? one.name).value
      const nodes = found.get(key)
      if (nodes) nodes.push(one)
      else found.set(key, [one])
      return true
    })
  return sets.every(take) ? found : undefined
}
