import { type DotState, StateDot } from '~/components/state-dot'
import { AgeChip } from '../age-chip'
import { type KeyStory, ownConfirmed } from './idempotency-goals'
import type { Press } from './press-pay'
import { PressTable } from './press-table'
import { codeOf, textOf, type Verdict, verdictOf } from './verdict'

interface IdempotencyWatchProps {
  story: KeyStory | undefined
  /** When it was last asked which orders were confirmed. */
  at: number
}

/** Both answers as they came, what they are to each other, and what all presses of the key came to. */
export function IdempotencyWatch({ story, at }: IdempotencyWatchProps) {
  if (!story) return <p className="small dim">Press Pay, and both answers stand here side by side, byte for byte.</p>
  const [first, second] = story.pair
  const verdict = verdicts[verdictOf(story.pair)]
  const yours = ownConfirmed(story)
  return (
    <div className="watch">
      <div className="ph">
        <p role="status">
          <StateDot state={verdict.dot}>{verdict.words}</StateDot>
        </p>
        <span className="pc">
          <i>POST /api/v2/orders</i>
          <span className="num">idempotency-key: {first.key}</span>
        </span>
      </div>
      <div className="ways">
        <Answer title="First answer" press={first} />
        <Answer title="Second answer" press={second} />
      </div>
      <PressTable presses={story.presses} />
      <div className="ph">
        <p className="small">
          Mails that confirm an order of yours to <code>{first.email}</code>:{' '}
          <output className="num" aria-label="Mails">
            {yours.length}
          </output>
        </p>
        <AgeChip source="mailbox" at={at} raw={story.confirmed} />
      </div>
    </div>
  )
}

function Answer({ title, press }: { title: string; press: Press }) {
  const { status, body, sha256, ms } = press
  const code = codeOf(press)
  return (
    <section className="way" aria-label={title}>
      <h3>{title}</h3>
      <p className="small">
        <StateDot state={status === 202 ? 'ok' : 'bad'}>
          <span className="num">{status}</span> {code ? <code>{code}</code> : 'accepted'}
        </StateDot>
      </p>
      <dl className="figures">
        <div>
          <dt>bytes</dt>
          <dd className="num">{body.length}</dd>
        </div>
        <div>
          <dt>after</dt>
          <dd className="num">{Math.round(ms)} ms</dd>
        </div>
        <div>
          <dt>SHA-256</dt>
          <dd className="num digest">{sha256 ?? 'not computed: this page has no secure origin'}</dd>
        </div>
      </dl>
      <pre className="bytes">{textOf(press)}</pre>
    </section>
  )
}

const verdicts: Record<Verdict, { dot: DotState; words: string }> = {
  same: { dot: 'ok', words: 'The same, byte for byte: one order, one answer.' },
  refused: { dot: 'ok', words: 'Refused: under this key something else was asked for. Nothing was done.' },
  'two-orders': { dot: 'half', words: 'Two orders: a key protects the repeats of one person alone.' },
  'in-flight': { dot: 'warn', words: 'The first took too long: the second is told when to ask again.' },
  failed: { dot: 'bad', words: 'No order was taken; with the same key you may press again.' },
}
