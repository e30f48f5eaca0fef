import { createHash } from 'node:crypto'
import type { CachePolicy, PurgeTopic } from '@switchyard/contracts/cache-policy'
import type { Call } from '@switchyard/rpc/link'

/** What a copy is kept under, and what ends it. */
export interface Question {
  key: string
  tags: readonly string[]
}

const keyLengthMax = 160

/** The same question has the same key, in whatever order its fields came. */
export function questionOf(
  { service, name, input }: Pick<Call, 'service' | 'name' | 'input'>,
  policy: CachePolicy,
): Question {
  const text = `${service}.${name} ${JSON.stringify(input, inOrder)}`
  const key =
    text.length > keyLengthMax ? `${service}.${name} ${createHash('sha256').update(text).digest('hex')}` : text
  return { key, tags: (policy.purgedBy ?? []).flatMap((tag) => ownTags(tag, input)) }
}

/** The tags that a change purges: all copies of its topic that depend on any change, and those that depend on this print's. */
export const tagsOf = (topic: PurgeTopic, slug: string | null): string[] =>
  slug === null ? [everything(topic)] : [topic, `${topic}/${slug}`]

/** Purged when nobody knows what has changed. */
const everything = (topic: string) => `${topic}/*`

function ownTags(tag: string, input: unknown): string[] {
  const [topic = '', field] = tag.split('/')
  const name = field?.slice(1, -1)
  return [everything(topic), name === undefined ? topic : `${topic}/${String(Object(input)[name])}`]
}

const inOrder = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
