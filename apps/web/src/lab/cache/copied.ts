import { type CopyNote, type CopyWord, copyWords } from './copy-notes'

/** One request of this page, and what its headers said of copies. */
export interface Copied {
  status: number
  ms: number
  /** Of every question that the gateway put for it, as it says: `service.operation`. */
  calls: readonly string[]
  notes: readonly CopyNote[]
  /** `Cache-Status`, word for word. */
  cacheStatus: string | null
  /** `Age`, in seconds. */
  ageS: number | null
}

/** How many of these questions went on to the service: all but those that were answered from a copy, or waited for another's answer. */
export function askedOfService(asked: readonly Copied[]): number {
  const calls = asked.reduce((sum, one) => sum + one.calls.length, 0)
  const counts = countsOf(asked)
  return calls - counts.hit - counts.stale - counts.joined - counts.error
}

/** How often each thing became of a question. */
export function countsOf(asked: readonly Copied[]): Readonly<Record<CopyWord, number>> {
  const notes = asked.flatMap((one) => one.notes)
  const count = (word: CopyWord) => notes.filter(({ how }) => how === word).length
  return Object.fromEntries(copyWords.map((word) => [word, count(word)])) as Record<CopyWord, number>
}
