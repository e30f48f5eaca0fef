import type { OwnedLetter } from '@switchyard/contracts/owned-letters'
import { StateDot } from '~/components/state-dot'
import { formatClock, formatDay } from '~/time'
import { entryInWords } from './letter-words'

/** What happened to a letter: each try that failed, and each thing that somebody did, with who and when. */
export const LetterHistory = ({ letter, me }: { letter: OwnedLetter; me: string | null }) => (
  <ol className="hist">
    {letter.history.map((entry, index) => {
      const { text, dot } = entryInWords(entry, me)
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added
        <li key={index}>
          <StateDot state={dot}>{text}</StateDot>
          {entry.at && (
            <time dateTime={entry.at} className="m dimmer">
              {formatDay(entry.at)}, {formatClock(entry.at).slice(0, 8)}
            </time>
          )}
        </li>
      )
    })}
  </ol>
)
