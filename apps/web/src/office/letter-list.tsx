import type { OwnedLetters } from '@switchyard/contracts/owned-letters'
import { StateDot } from '~/components/state-dot'
import { formatAge } from '~/time'
import { reasonInShort, stateWords } from './letter-words'

type Item = OwnedLetters['items'][number]

interface LetterListProps {
  items: readonly Item[]
  openId: string | undefined
  /** `null` until the page is alive. */
  now: number | null
  onOpen: (item: Item) => void
}

/** The letters, each one button: its queue, what it is, why it failed, and how often. */
export function LetterList({ items, openId, now, onOpen }: LetterListProps) {
  return (
    <ul>
      {items.map((item) => (
        <li key={item.id}>
          <button type="button" aria-current={item.id === openId ? 'true' : undefined} onClick={() => onOpen(item)}>
            <span className="row between">
              <code>{item.queue}</code>
              <time dateTime={item.failedAt} className="m">
                {now !== null && `${formatAge(now - Date.parse(item.failedAt))} ago`}
              </time>
            </span>
            <b>{item.name}</b>
            <StateDot state={stateWords[item.state].dot}>{reasonInShort(item.reason)}</StateDot>
            <span className="cap">
              {item.attempts === 1 ? 'one try' : `${item.attempts} tries`}, kept by {item.service}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
