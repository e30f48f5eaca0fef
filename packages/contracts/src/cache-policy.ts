/** What may change an answer; a service tells of it by a hint of that topic, with the slug of the print as its key. */
export const purgeTopics = ['price', 'stock'] as const
export type PurgeTopic = (typeof purgeTopics)[number]

/**
 * For how long a copy of an answer may stand for it. Only for queries that anyone may ask, whose answers are the same for
 * everybody: whatever belongs to one caller is never kept, whatever stands here.
 */
export interface CachePolicy {
  /** A copy of this age is given without asking. */
  freshMs: number
  /** For so long after that a copy is given at once, while it is asked for anew (`stale-while-revalidate`). Never once that has failed. */
  staleMs?: number
  /** For so long after it was fresh a copy is better than none, when nobody answers (`stale-if-error`); whoever shows it says that it is old. */
  staleIfErrorMs?: number
  /** For how long "there is no such thing" stands. */
  notFoundMs?: number
  /** The changes that end a copy at once: any of a topic, or, as `stock/{slug}`, that of what this field of the input names. */
  purgedBy?: readonly (PurgeTopic | `${PurgeTopic}/{${string}}`)[]
}
