import type { OrderPath } from '@switchyard/contracts/lab-operations'
import type { Subscriber } from '@switchyard/contracts/subscribers'
import type { MessageTrail } from '@switchyard/contracts/trail'
import { type DotState, StateDot } from '~/components/state-dot'
import { formatAge } from '~/time'

interface HearingTableProps {
  subscribers: readonly Subscriber[]
  path: OrderPath | undefined
}

/** The declared table, event by subscriber; where the order has set an event off, what became of each delivery. */
export function HearingTable({ subscribers, path }: HearingTableProps) {
  // Whoever hears the most tells them in the order of an order's life.
  const byMost = subscribers.toSorted((one, other) => other.events.length - one.events.length)
  const events = [...new Set(byMost.flatMap((one) => one.events))]
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section className="scroll-x" tabIndex={0} aria-label="Who hears what">
        <table className="tb hears">
          <thead>
            <tr>
              <th>Event</th>
              {subscribers.map(({ name, inOrder }) => (
                <th key={name}>
                  <code>{name}</code>
                  <br />
                  <span className="dim">{inOrder ? 'in order' : 'as they come'}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <tr key={event}>
                <td>
                  <code>{event}</code>
                </td>
                {subscribers.map(({ name, events: heard }) => (
                  <td key={name}>{heard.includes(event) && <Cell event={event} to={name} path={path} />}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="cap">
        A hollow dot: declared, and this order has told no such thing. Times run from the event’s own row to the
        subscriber’s word that it is done.
      </p>
    </div>
  )
}

function Cell({ event, to, path }: { event: string; to: string; path: OrderPath | undefined }) {
  const message = path?.messages.findLast(({ name }) => name === event)
  const delivery = message?.deliveries.find((one) => one.to === to)
  if (!message || !delivery) return <StateDot state="off">hears it</StateDot>
  const { dot, word } = standing(delivery)
  const { acknowledgedAt, sends } = delivery
  return (
    <StateDot state={dot}>
      {word}
      {acknowledgedAt && sends === 1 && (
        <span className="num"> {inTime(Date.parse(acknowledgedAt) - Date.parse(message.at))}</span>
      )}
      {sends > 1 && <span className="num"> sent {sends} times</span>}
    </StateDot>
  )
}

/** Most take less than a tenth of a second. */
const inTime = (ms: number) => (ms < 1_000 ? `${ms}\u2009ms` : formatAge(ms))

function standing({ acknowledgedAt, sentAt, job }: MessageTrail['deliveries'][number]): {
  dot: DotState
  word: string
} {
  if (acknowledgedAt) return { dot: 'ok', word: 'done' }
  if (job === 'delayed') return { dot: 'half', word: 'tries again' }
  return sentAt ? { dot: 'work', word: 'on its way' } : { dot: 'wait', word: 'to be sent' }
}
