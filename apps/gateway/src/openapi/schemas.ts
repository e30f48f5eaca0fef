import * as account from '@switchyard/contracts/account'
import type { Contract, Schema } from '@switchyard/contracts/contract'
import * as inventory from '@switchyard/contracts/inventory'
import * as orders from '@switchyard/contracts/orders'
import * as pages from '@switchyard/contracts/pages'
import * as sales from '@switchyard/contracts/sales'
import * as storefrontV1 from '@switchyard/contracts/storefront-v1'
import * as values from '@switchyard/contracts/values'
import * as webhooks from '@switchyard/contracts/webhooks'
import { z } from 'zod'

/** A JSON schema, or any other part of a document. */
export type Json = { [key: string]: unknown }

/** The schemas of a document: one for each operation's input and output, and the named ones that they refer to. */
export interface Schemas {
  /** `#/components/schemas/…` for an output. */
  outputOf(operation: string): Json
  /** An input: by its name if it has one, written out, and its fields. */
  inputOf(operation: string): {
    named: Json
    written: Json
    properties: Record<string, Json>
    required: readonly string[]
  }
  /** All that `document` refers to, directly or through another. */
  usedBy(document: unknown): Record<string, Json>
}

const at = '#/components/schemas/'
const modules = [values, inventory, orders, sales, account, webhooks, pages, storefrontV1]

/** Makes JSON schemas of all operations, and of what is told under a name. A schema that a module of the contracts exports keeps its name there. */
export function schemasOf(
  contracts: Record<string, Contract>,
  more: object = {},
  told: Readonly<Record<string, Schema>> = {},
): Schemas {
  const names = new Map<Schema, string>()
  const taken = new Set<string>()
  const give = (schema: Schema, name: string) => {
    if (names.has(schema) || taken.has(name)) return
    names.set(schema, name)
    taken.add(name)
  }
  for (const module of [more, ...modules]) {
    for (const [name, value] of Object.entries(module)) if (value instanceof z.ZodType) give(value, name)
  }
  const operations = Object.entries(contracts).flatMap(([group, contract]) =>
    Object.entries(contract.operations).map(([name, { input, output }]) => ({
      key: `${group}.${name}`,
      input,
      output,
    })),
  )
  const exported = new Map(names)
  for (const [key, payload] of Object.entries(told)) give(payload, `${pascal(key)}Payload`)
  for (const { key, output } of operations) give(output, `${pascal(key)}Answer`)
  for (const { key, input } of operations) give(input, `${pascal(key)}Request`)
  const outputs = generate(names, 'output')
  const inputs = renamed(generate(names, 'input'), outputs)
  const known: Record<string, Json> = { ...outputs, ...inputs.schemas }
  const byKey = new Map(operations.map((operation) => [operation.key, operation]))
  const find = (key: string) => {
    const found = byKey.get(key)
    if (!found) throw new Error(`there is no operation ${key}`)
    return found
  }
  return {
    outputOf: (key) => ({ $ref: at + names.get(told[key] ?? find(key).output) }),
    inputOf(key) {
      const { input } = find(key)
      const name = names.get(input) ?? ''
      const schema = known[inputs.nameOf(name)] ?? {}
      const { properties = {}, required = [] } = schema as { properties?: Record<string, Json>; required?: string[] }
      const named = exported.has(input) ? { $ref: at + inputs.nameOf(name) } : schema
      return { named, written: schema, properties, required }
    },
    usedBy: (document) => reached(document, known),
  }
}

function generate(names: ReadonlyMap<Schema, string>, io: 'input' | 'output'): Record<string, Json> {
  const registry = z.registry<{ id: string }>()
  for (const [schema, id] of names) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: (id) => at + id,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => plainer(zodSchema, jsonSchema as Json),
  })
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => {
      const { $schema, $id, id: _, ...rest } = schema as Json
      return [id, rest]
    }),
  )
}

/** Leaves out what says nothing to a reader: patterns beside a format, the bounds of every integer, and the promise that an answer never gets another field. */
function plainer({ _zod }: z.core.$ZodType, json: Json): void {
  if (json.format !== undefined) delete json.pattern
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum
  const { def } = _zod
  if (def.type === 'object' && !(def as z.core.$ZodObjectDef).catchall) delete json.additionalProperties
}

/** Where a schema takes something else than it gives, the one that it takes is called `…Input`. */
function renamed(inputs: Record<string, Json>, outputs: Record<string, Json>) {
  const differing = new Set(
    Object.keys(inputs).filter((id) => JSON.stringify(inputs[id]) !== JSON.stringify(outputs[id])),
  )
  for (let before = -1; before !== differing.size; ) {
    before = differing.size
    for (const [id, schema] of Object.entries(inputs))
      if (refsIn(schema).some((ref) => differing.has(ref))) differing.add(id)
  }
  const nameOf = (id: string) => (differing.has(id) && !id.endsWith('Request') ? `${id}Input` : id)
  const schemas = Object.fromEntries(
    [...differing].map((id) => [nameOf(id), withRefs(inputs[id], (ref) => nameOf(ref)) as Json]),
  )
  return { schemas, nameOf }
}

function reached(document: unknown, known: Record<string, Json>): Record<string, Json> {
  const found = new Map<string, Json>()
  const waiting = refsIn(document)
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const schema = known[id]
    if (!schema || found.has(id)) continue
    found.set(id, schema)
    waiting.push(...refsIn(schema))
  }
  return Object.fromEntries([...found].sort(([a], [b]) => a.localeCompare(b)))
}

const refsIn = (value: unknown): string[] => {
  const found: string[] = []
  withRefs(value, (ref) => {
    found.push(ref)
    return ref
  })
  return found
}

/** The same value with every reference to a schema renamed. */
function withRefs(value: unknown, rename: (id: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => withRefs(each, rename))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) =>
      key === '$ref' && typeof each === 'string' && each.startsWith(at)
        ? [key, at + rename(each.slice(at.length))]
        : [key, withRefs(each, rename)],
    ),
  )
}

/** `orders.byId` as `OrdersById`. */
const pascal = (key: string) =>
  key
    .split('.')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
