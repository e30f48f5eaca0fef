import { ProvenanceChip } from '~/components/provenance-chip'
import { formatClock } from '~/time'
import { AgeChip } from '../age-chip'
import { type InboxStory, rowsOf, type Tally, talliesOf } from './inbox-goals'
import { TableList } from './table-list'

/** Every message with its deliveries, and every table with the rows that changed by them. */
export function InboxWatch({ story: { rounds, mails }, at }: { story: InboxStory; at: number }) {
  const last = rounds.at(-1)?.delivered
  if (!last)
    return <p className="small dim">Order a print and have its messages come again; each delivery stands here.</p>
  const tallies = talliesOf(rounds)
  const { rows, changed } = rowsOf(rounds)
  return (
    <div className="watch">
      <div className="ph">
        <h3>Deliveries</h3>
        <ProvenanceChip source="BullMQ jobs, inbox rows" raw={last.messages}>
          {`at ${formatClock(last.at)}`}
        </ProvenanceChip>
      </div>
      <ul className="came">
        {tallies.map((tally) => (
          <Came key={`${tally.id} ${tally.queue}`} tally={tally} />
        ))}
      </ul>
      <p className="legend note-legend">
        <span>1 dot = 1 delivery</span>
        <span className="note-dots">
          <i data-s="arrived" /> took effect
        </span>
        <span className="note-dots">
          <i data-s="in-row" /> known already: nothing done
        </span>
        <span className="note-dots">
          <i data-s="unknown" /> not taken yet
        </span>
      </p>
      <div className="ph">
        <h3>Rows</h3>
        <ProvenanceChip source="md5(row, xmin) before and after" raw={last.tables}>
          {`at ${formatClock(last.at)}`}
        </ProvenanceChip>
      </div>
      <p className="small">
        <output className="num" aria-label="Rows changed">
          {changed}
        </output>{' '}
        of <span className="num">{rows}</span> rows about this order were written again. A row that is written with the
        same values counts too.
      </p>
      <TableList tables={last.tables} />
      <p className="small">
        Mails about it: <span className="num">{mails}</span> <AgeChip source="mailbox" at={at} />
      </p>
    </div>
  )
}

function Came({ tally: { name, from, queue, appliedAt, copies, deliveries } }: { tally: Tally }) {
  const effects = appliedAt === null ? 0 : 1
  return (
    <li>
      <div>
        <code>{name}</code>
        <span className="cap">
          from {from} to {queue}
        </span>
      </div>
      <div className="note-dots" role="img" aria-label={`${name} to ${queue}: ${inWords(deliveries, effects)}`}>
        {effects > 0 && <i data-s="arrived" />}
        {copies.map((afterMs, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a copy is its place
          <i key={index} data-s={afterMs === null ? 'unknown' : 'in-row'} />
        ))}
      </div>
      <span className="num">
        {inWords(deliveries, effects)}
        <span className="dim">{appliedAt && `, at ${formatClock(appliedAt)}`}</span>
      </span>
    </li>
  )
}

const inWords = (deliveries: number, effects: number) =>
  `${deliveries} deliveries, ${effects === 1 ? '1 effect' : `${effects} effects`}`
