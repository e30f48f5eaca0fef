import { type Contract, contract, mutation, query } from '@switchyard/contracts/contract'
import { Instant, Money } from '@switchyard/contracts/values'
import fc from 'fast-check'
import {
  execute,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  getOperationAST,
  isObjectType,
  parse,
  validate,
} from 'graphql'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Links } from './links.ts'
import { createProjections } from './projection.ts'
import { createSchema, type RequestContext } from './schema.ts'

const anyone = { callers: ['anyone'] } as const
const Size = z.object({ name: z.enum(['a3', '-a2']), price: Money, left: z.int().nullable() })
const Card = z.object({ slug: z.string(), sizes: z.array(Size), tags: z.array(z.string().nullable()).optional() })
const Print = z.object({ ...Card.shape, id: z.uuid(), at: Instant, rate: z.number(), more: z.json().nullable() })
const Page = z.object({ items: z.array(Card), total: z.int(), nextCursor: z.string().nullable() })
const contracts: Record<string, Contract> = {
  things: contract('things', {
    from: ['gateway'],
    operations: {
      list: query(z.strictObject({ limit: z.int().default(3), cursor: z.string().optional() }), Page, anyone),
      whole: query(z.strictObject({ slug: z.string().optional() }), Print, anyone),
      sizes: query(z.strictObject({}), z.array(Size).nullable(), anyone),
      keep: mutation(z.strictObject({ slug: z.string() }), z.object({}), { ...anyone, idempotency: 'key' }),
    },
  }),
}
const link = (output: z.ZodType, batch: string) => ({
  ...{ output, batch, description: '', keyOf: () => '', load: async () => [] },
})
const links: Links = new Map([
  [Card, { sold: link(z.int(), 'sold'), whole: link(Print.nullable(), 'hung') }],
  [Print, { sold: link(z.int().nullable(), 'sold') }],
])

/** A schema whose operations and links give what was drawn for each type, and count how often they were asked. */
function shopOf(given: Record<string, unknown>) {
  const asked: string[] = []
  const gives = async (name: string) => {
    asked.push(name)
    if (given[name] === 'fails') throw new Error(`${name} fails`)
    return given[name]
  }
  const schema = createSchema({ contracts, links, call: (_, name) => gives(name) })
  const context = () => {
    const loaded = new Map<string, Promise<unknown>>()
    const loadLink: RequestContext['loadLink'] = ({ batch }) => {
      const found = loaded.get(batch) ?? gives(batch)
      loaded.set(batch, found)
      return found
    }
    return { ctx: { envelope: {} }, loadLink, answers: new Map(), seen: undefined } as unknown as RequestContext
  }
  return { schema, asked, context }
}

/** Asks with the projection first, as the door does, and with the library alone. */
async function askBoth(text: string, given: Record<string, unknown>, variables: Record<string, unknown> = {}) {
  const { schema, asked, context } = shopOf(given)
  const document = parse(text)
  const operation = getOperationAST(document)
  if (!operation || validate(schema, document).length > 0) return undefined
  const library = await execute({ schema, document, variableValues: variables, contextValue: context() })
  const once = asked.splice(0).toSorted()
  const contextValue = context()
  const data = await createProjections(schema)({ document, operation })?.(variables, contextValue)
  const ours = data ? { data } : await execute({ schema, document, variableValues: variables, contextValue })
  return { reference: library, ours, isProjected: data !== undefined, asked: asked.toSorted(), once }
}

const words = (result: object) => JSON.stringify(result)

/** What fits a schema of the contract; with a small chance what does not. */
const drawn = (schema: z.ZodType, strange: boolean): fc.Arbitrary<unknown> => {
  const { def } = (schema as unknown as z.core.$ZodTypes)._zod
  const other = strange ? [{ weight: 1, arbitrary: fc.constantFrom(null, 7, 'x', true, [], {}, 2 ** 40) }] : []
  const of = (inner: z.core.$ZodType) => drawn(inner as z.ZodType, strange)
  const fitting = (): fc.Arbitrary<unknown> => {
    if ((schema as unknown) === Instant) return fc.constant('2026-11-23T10:00:00Z')
    if (def.type === 'object')
      return fc.record(Object.fromEntries(Object.entries(def.shape).map(([k, v]) => [k, of(v)])))
    if (def.type === 'array') return fc.array(of(def.element), { maxLength: 3 })
    if (def.type === 'nullable' || def.type === 'optional') return fc.option(of(def.innerType))
    if (def.type === 'enum') return fc.constantFrom(...Object.values(def.entries))
    if (def.type === 'literal') return fc.constantFrom(...def.values)
    if (def.type === 'number') return (def as { format?: string }).format ? fc.integer({ min: 0 }) : fc.double()
    if (def.type === 'string') return fc.string()
    return fc.jsonValue({ maxDepth: 1 })
  }
  return fc.oneof({ weight: 60, arbitrary: fitting() }, ...other)
}

const given = (strange: boolean) => {
  const fails = strange ? [{ weight: 1, arbitrary: fc.constant('fails') }] : []
  const may = (schema: z.ZodType) => fc.oneof({ weight: 12, arbitrary: drawn(schema, strange) }, ...fails)
  return fc.record({
    ...{ list: may(Page), whole: may(Print), sizes: may(z.array(Size).nullable()) },
    ...{ sold: may(z.int()), hung: may(Print.nullable()) },
  })
}

/** Selections of a type, with names of their own, fragments and, where wanted, directives. */
function selectionOf(type: GraphQLOutputType, depth: number, directives: boolean): fc.Arbitrary<string> {
  const named = getNamedType(type)
  if (!isObjectType(named)) return fc.constant('')
  const fields = Object.values((named as GraphQLObjectType).getFields()).filter(
    (field) => depth > 0 || !isObjectType(getNamedType(field.type)),
  )
  const odd = directives ? ['toJSON: ', '__proto__: '] : []
  const told = directives ? fc.constantFrom('', '', '', ' @include(if: $yes)', ' @skip(if: true)') : fc.constant('')
  const field = fc
    .constantFrom('__typename', ...fields)
    .chain((found) =>
      typeof found === 'string'
        ? fc.constant(found)
        : fc
            .tuple(
              fc.constantFrom('', '', '', `my_${found.name}: `, ...odd),
              told,
              selectionOf(found.type, depth - 1, directives),
            )
            .map(([alias, directive, inner]) => `${alias}${found.name}${directive}${inner}`),
    )
  const part = fc
    .tuple(field, fc.constantFrom('', '', '', '... ', `... on ${named.name} `), told)
    .map(([text, fragment, directive]) => (fragment === '' ? text : `${fragment}${directive} { ${text} }`))
  return fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => ` { ${parts.join(' ')} }`)
}

const documentOf = (directives: boolean) => {
  const { schema } = shopOf({})
  const root = schema.getQueryType()
  if (!root) throw new Error('the schema has no queries')
  return selectionOf(root, 5, directives).map(
    (text) => `query${text.includes('$yes') ? '($yes: Boolean!)' : ''}${text}`,
  )
}

test('an answer is to the letter the library’s, and nothing is asked of a service twice', async () => {
  await fc.assert(
    fc.asyncProperty(documentOf(true), given(true), fc.boolean(), async (text, values, yes) => {
      const both = await askBoth(text, values, { yes })
      if (!both) return
      expect(words(both.ours)).toBe(words(both.reference))
      expect(both.asked).toEqual(both.once)
    }),
    { numRuns: 600 },
  )
})

test('the library is not needed where all is as the schema has it', async () => {
  let projected = 0
  await fc.assert(
    fc.asyncProperty(documentOf(false), given(false), async (text, values) => {
      const both = await askBoth(text, values)
      if (!both || both.reference.errors) return
      expect(both.isProjected).toBe(true)
      expect(words(both.ours)).toBe(words(both.reference))
      projected += 1
    }),
    { numRuns: 200 },
  )
  expect(projected).toBeGreaterThan(50)
})
