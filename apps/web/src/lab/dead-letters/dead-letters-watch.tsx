import type { QueueCounts } from '@switchyard/contracts/trail'
import { QueueStrip } from '~/components/queue-strip'
import { StateDot } from '~/components/state-dot'
import { LetterHistory } from '~/office/letter-history'
import { stateWords } from '~/office/letter-words'
import { AgeChip } from '../age-chip'
import { queue } from './poison'
import type { usePoisonedLetter } from './use-poisoned-letter'

interface DeadLettersWatchProps {
  story: ReturnType<typeof usePoisonedLetter>
  counts: QueueCounts | undefined
  /** When the queue was counted. */
  at: number
  me: string | null
}

/** The queue that the message came through, the letter with its history, and the mails that came of it. */
export function DeadLettersWatch({ story: { letter, at: letterAt, mails }, counts, at, me }: DeadLettersWatchProps) {
  return (
    <div className="watch">
      <div className="ph">
        <h3>Its queue</h3>
        <AgeChip source="BullMQ" at={at} raw={counts} />
      </div>
      {counts ? <QueueStrip counts={counts} /> : <p className="small dim">{queue}: not known.</p>}
      <div className="ph">
        <h3>The letter</h3>
        {letter && <AgeChip source="dead_letters" at={letterAt} raw={letter} />}
      </div>
      <div role="status">
        {letter ? (
          <StateDot state={stateWords[letter.state].dot}>{stateWords[letter.state].word}</StateDot>
        ) : (
          <StateDot state="wait">None yet</StateDot>
        )}
      </div>
      {letter && <LetterHistory letter={letter} me={me} />}
      <p className="small">
        Mails that tell of the cancelled order: <span className="num">{mails}</span>
      </p>
    </div>
  )
}
