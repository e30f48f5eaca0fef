import type { Goal } from '../goals'
import type { Press } from './press-pay'
import { orderIdOf, verdictOf } from './verdict'

/** How the second of two presses differs from the first. */
export type Way = 'twice' | 'at-once' | 'other-body' | 'somebody'

/** What this page has observed of one key. */
export interface KeyStory {
  way: Way
  /** The two that are looked at. */
  pair: readonly [Press, Press]
  /** All under this key, in order. */
  presses: readonly Press[]
  /** The orders that were confirmed to the address that only this key's presses name. */
  confirmed: readonly string[]
}

/** What there is to see on this page. */
export function idempotencyGoals(story: KeyStory | undefined): Goal[] {
  const verdict = story && verdictOf(story.pair)
  const is = (way: Way) => story?.way === way
  const bytes = story?.pair.map(({ body }) => body.length).join(' and ')
  const yours = story && ownConfirmed(story)
  return [
    {
      key: 'twice',
      text: 'Press Pay twice, and get the first answer once more, byte for byte',
      seen: is('twice') && verdict === 'same',
      figure: is('twice') && bytes ? `${bytes} bytes` : undefined,
    },
    {
      key: 'at-once',
      text: 'Press twice at once: one waits for the other, and both get the same',
      seen: is('at-once') && verdict === 'same',
    },
    {
      key: 'other-body',
      text: 'Ask for something else under the same key, and be refused',
      seen: is('other-body') && verdict === 'refused',
    },
    {
      key: 'somebody',
      text: 'Lend your key to somebody else: theirs is another order',
      seen: is('somebody') && verdict === 'two-orders',
    },
    {
      key: 'once',
      text: 'Find one order and one mail behind all your presses of one key',
      seen: story !== undefined && pressesOfYours(story) >= 2 && yours?.length === 1,
      figure: yours && `${pressesOfYours(story)} presses, ${yours.length} mails`,
    },
  ]
}

/** What the second press brought; `null` until somebody pressed twice and it is known. */
export function whatTheSecondBrought(story: KeyStory | undefined): 'two' | 'error' | 'first' | null {
  if (story?.way !== 'twice') return null
  const verdict = verdictOf(story.pair)
  if (verdict === 'failed' || verdict === 'in-flight') return null
  return verdict === 'same' ? 'first' : verdict === 'two-orders' ? 'two' : 'error'
}

/** Those that are not of whoever borrowed the key. */
export function ownConfirmed({ presses, confirmed }: Pick<KeyStory, 'presses' | 'confirmed'>): string[] {
  const theirs = presses.filter(({ who }) => who === 'somebody').map(orderIdOf)
  return confirmed.filter((orderId) => !theirs.includes(orderId))
}

const pressesOfYours = ({ presses }: Pick<KeyStory, 'presses'>) => presses.filter(({ who }) => who === 'you').length
