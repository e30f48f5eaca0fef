import type { OwnedLetter } from '@switchyard/contracts/owned-letters'
import type { QueueCounts } from '@switchyard/contracts/trail'
import type { Goal } from '../goals'

/** What this page has observed of one message. */
export interface LetterStory {
  letter: OwnedLetter | undefined
  /** Its queue as BullMQ counts it; undefined: not known. */
  queue: Omit<QueueCounts, 'queue'> | undefined
  /** Mails of the kind that the message was to bring about. */
  mails: number
  /** How often Replay was pressed for it. */
  presses: number
}

/** What there is to see on this page. */
export function deadLetterGoals({ letter, queue, mails, presses }: LetterStory): Goal[] {
  const waits = letter?.state === 'waiting'
  const held = queue && queue.active + queue.waiting + queue.delayed
  const replays = letter?.history.filter(({ kind }) => kind === 'replayed').length ?? 0
  return [
    {
      key: 'dead',
      text: 'See a message put aside with its reason',
      seen: waits,
      figure: letter && `${letter.attempts} tries`,
    },
    {
      key: 'flows',
      text: 'See its queue empty behind it: it holds up nobody',
      seen: waits && held === 0,
      figure: held === undefined ? undefined : `${held} in the queue`,
    },
    {
      key: 'mended',
      text: 'Take the cause away, replay it, and see it take effect',
      seen: letter?.state === 'replayed' && mails > 0,
      figure: letter?.state,
    },
    {
      key: 'once',
      text: 'Press Replay four times, and find one replay and one mail',
      seen: presses >= 4 && letter?.state === 'replayed' && replays === 1 && mails === 1,
      figure: presses > 0 ? `${presses} presses, ${mails} mails` : undefined,
    },
  ]
}

/** Which answer came true once Replay was pressed four times and the message took effect. */
export function whatCameOfPresses({ letter, mails, presses }: LetterStory): 'four' | 'one' | 'none' | null {
  if (presses < 4 || letter?.state !== 'replayed') return null
  if (mails === 0) return null
  return mails === 1 ? 'one' : 'four'
}
