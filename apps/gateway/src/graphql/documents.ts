import { createHash } from 'node:crypto'
import { Failure } from '@switchyard/rpc/failure'
import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { documentLimits } from './weigh.ts'

/** A document that was read, and how it breaks the schema; empty when it does not. */
export interface ReadDocument {
  readonly document: DocumentNode
  /** Worked out when it is first wanted. */
  readonly faults: () => readonly GraphQLError[]
}

export type Documents = ReturnType<typeof createDocuments>

const rememberedMax = 500
/** Longer ones are read again each time, so that what is remembered stays small. */
const rememberedCharsMax = 8_192

/**
 * Reads documents, each once: the common ones, whoever sends them, cost their reader nothing. `persisted` are known by
 * name from the start; others become known by their SHA-256 when they are sent with it (Apollo's automatic persisted
 * queries). A gateway that does not know a hash says so, and the client sends the text.
 */
export function createDocuments({
  schema,
  introspection,
  persisted,
}: {
  schema: GraphQLSchema
  introspection: boolean
  persisted: Readonly<Record<string, string>>
}) {
  const known = new LRUCache<string, ReadDocument>({ max: rememberedMax })
  const texts = new LRUCache<string, string>({ max: rememberedMax })
  const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule]
  return {
    /** Throws the library's error for what is no GraphQL, or is longer than a document may be. */
    read(text: string): ReadDocument {
      const remembered = known.get(text)
      if (remembered) return remembered
      const document = parse(text, { maxTokens: documentLimits.tokens, noLocation: false })
      let found: readonly GraphQLError[] | undefined
      const faults = () => {
        found ??= validate(schema, document, rules, { maxErrors: 20, hideSuggestions: !introspection })
        return found
      }
      const read = { document, faults }
      if (text.length <= rememberedCharsMax) known.set(text, read)
      return read
    },
    /** The text of one of the shop's own documents. Throws `not_found`. */
    persisted(name: string): string {
      const text = Object.hasOwn(persisted, name) ? persisted[name] : undefined
      if (text === undefined) throw new Failure('not_found', { detail: 'There is no document of this documentId.' })
      return text
    },
    /** The text that a hash stands for; `given` is remembered under it. Throws `not_found`, and `invalid_input` for a hash of something else. */
    byHash(hash: string, given: string | undefined): string {
      if (given === undefined) {
        const text = texts.get(hash)
        if (text === undefined) throw new PersistedQueryNotFound()
        return text
      }
      if (createHash('sha256').update(given).digest('hex') !== hash) {
        throw new Failure('invalid_input', { detail: 'The hash sha256Hash is not that of the query.' })
      }
      if (given.length <= rememberedCharsMax) texts.set(hash, given)
      return given
    },
  }
}

/** What clients of automatic persisted queries wait for before they send the text. */
export class PersistedQueryNotFound extends Failure {
  constructor() {
    super('not_found', { detail: 'Send the query with its hash once more.' })
  }
}
