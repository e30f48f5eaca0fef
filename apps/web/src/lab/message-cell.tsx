import type { MessageTrail } from '@switchyard/contracts/trail'
import { type DotState, StateDot } from '~/components/state-dot'
import { formatClock } from '~/time'
import { AgeChip } from './age-chip'
import type { LastOrderPath } from './use-order-path'

/** What the newest order set off: each command and event from its sender's outbox, with what became of every delivery. */
export function MessageCell({ last: { path, at } }: { last: LastOrderPath }) {
  return (
    <section className="lab-t" aria-labelledby="messages">
      <header className="ph">
        <h2 id="messages">What it set off</h2>
        {path && <AgeChip source="outbox rows" at={at} raw={path.messages} />}
      </header>
      {!path && <p className="small dim">Commands and events of your last order stand here.</p>}
      {path?.messages.length === 0 && <p className="small dim">Nothing yet.</p>}
      <ol className="tape">
        {path?.messages.map((message) => (
          <li key={message.id}>
            <time className="m" dateTime={message.at}>
              {formatClock(message.at)}
            </time>
            <div>
              <code>{message.name}</code>
              <span className="cap">
                {' '}
                {message.kind} from {message.from}
              </span>
              <ul>
                {message.deliveries.map((delivery) => (
                  <li key={delivery.to} className="small">
                    <Delivered delivery={delivery} at={message.at} />
                  </li>
                ))}
              </ul>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

type Delivery = MessageTrail['deliveries'][number]

function Delivered({ delivery, at }: { delivery: Delivery; at: string }) {
  const { dot, word } = standing(delivery)
  const { acknowledgedAt, sends, to } = delivery
  return (
    <StateDot state={dot}>
      <code>{to}</code>{' '}
      <span className="dim">
        {word}
        {acknowledgedAt && ` after ${Date.parse(acknowledgedAt) - Date.parse(at)} ms`}
        {sends > 1 && `, sent ${sends} times`}
      </span>
    </StateDot>
  )
}

function standing({ acknowledgedAt, sentAt, job }: Delivery): { dot: DotState; word: string } {
  if (acknowledgedAt) return { dot: 'ok', word: 'done' }
  if (job === 'failed') return { dot: 'bad', word: 'failed' }
  if (job === 'active') return { dot: 'work', word: 'being handled' }
  if (job === 'delayed') return { dot: 'half', word: 'tried again later' }
  return sentAt ? { dot: 'work', word: 'sent' } : { dot: 'wait', word: 'in the outbox' }
}
