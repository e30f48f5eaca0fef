import type { DeadLetterEntry, DeadLetterState } from '@switchyard/contracts/dead-letter'
import type { DotState } from '~/components/state-dot'

/** A state as people say it, with its dot. */
export const stateWords: Readonly<Record<DeadLetterState, { word: string; dot: DotState }>> = {
  waiting: { word: 'Waiting', dot: 'bad' },
  replaying: { word: 'On its way again', dot: 'work' },
  replayed: { word: 'Took effect', dot: 'ok' },
  dropped: { word: 'Dropped', dot: 'off' },
}

/** Who did something: "you", or the first letters of another's id. */
export function whoInWords(by: string, me: string | null): string {
  if (by === me) return 'you'
  const [kind = '', id = ''] = by.split(':', 2)
  // The first half of a UUID v7 is its time, which many share; its end is its own.
  return `${kind} ${id.slice(-6)}`
}

/** One entry of a letter's history as a sentence. */
export function entryInWords(entry: DeadLetterEntry, me: string | null): { text: string; dot: DotState } {
  switch (entry.kind) {
    case 'failed':
      return { text: `Try ${entry.attempt} failed: ${entry.reason}`, dot: 'bad' }
    case 'edited':
      return { text: `Mended by ${whoInWords(entry.by, me)}`, dot: 'half' }
    case 'replayed':
      return { text: `Sent once more by ${whoInWords(entry.by, me)}`, dot: 'work' }
    case 'applied':
      return { text: 'Took effect', dot: 'ok' }
    case 'dropped':
      return { text: `Dropped by ${whoInWords(entry.by, me)}: ${entry.reason}`, dot: 'off' }
  }
}

/** What is wrong with a payload, one sentence a field. */
export const issuesInWords = (issues: readonly { path: string; message: string }[]): string[] =>
  issues.map(({ path, message }) => `${path || 'It'} ${message}.`)

/** The first words of a reason, for a list. */
export const reasonInShort = (reason: string): string => {
  const [line = ''] = reason.split('\n', 1)
  return line.length > 90 ? `${line.slice(0, 89)}…` : line
}
