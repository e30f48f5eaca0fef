/** What a service answered once: a value, or that there is no such thing. */
export type CopiedAnswer = { value: unknown } | { notFound: string | null }

/** An answer with its age, counted from the moment when it was asked for. */
export interface Copy {
  answer: CopiedAnswer
  ageMs: number
  /** It was asked for again since, and nobody answered. */
  isFailing?: boolean
}

/** What is known of a question's copy at one moment. */
export interface Found {
  copy: Copy | null
  /** Changes with each purge of one of the tags; `null`: nobody knows. */
  state: string | null
  /** Whether somebody holds the lease. */
  isBeingAsked: boolean
}

/**
 * PORT: where copies of answers are kept. One adapter keeps them in the process and another in Redis, and both pass one suite
 * of guarantees. A purge ends every copy with its tag, and also what was asked for before it and comes later: whoever
 * keeps a copy shows the state that was read before asking.
 */
export interface Copies {
  find(key: string, tags: readonly string[]): Promise<Found>
  /** Keeps a copy until it is so old; not if one of its tags was purged since. */
  keep(key: string, copy: Copy, terms: { tags: readonly string[]; state: string; ageMsMax: number }): Promise<void>
  purge(tags: readonly string[]): Promise<void>
  /** Lets one of all that want it ask, for so long at most; false: somebody else is asking. */
  lease(key: string, holder: string, ms: number): Promise<boolean>
  /** Ends a lease of one's own, and nobody else's. */
  release(key: string, holder: string): Promise<void>
}
