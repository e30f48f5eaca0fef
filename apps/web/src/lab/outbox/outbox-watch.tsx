import { useState } from 'react'
import { Segments } from '~/components/segments'
import { formatAge } from '~/time'
import { AgeChip } from '../age-chip'
import { NoteDots, NoteLegend } from './note-dots'
import { laneOf, type NoteLane } from './note-lane'
import { NoteTable } from './note-table'
import { OrdersBeside } from './orders-beside'
import type { useOutboxRun } from './use-outbox-run'

/** Both ways side by side, note by note, and the orders that were placed meanwhile. */
export function OutboxWatch({ run: { run, story, at } }: { run: ReturnType<typeof useOutboxRun> }) {
  const [view, setView] = useState<'dots' | 'table'>('dots')
  if (!run || !story?.notes)
    return <p className="small dim">Write some notes, and each stands here until it arrives.</p>
  const [outbox, dual] = [laneOf(story.notes, 'outbox'), laneOf(story.notes, 'dual-write')]
  return (
    <div className="watch">
      <div className="ph">
        <AgeChip source="lab_notes, outbox, BullMQ" at={at} raw={story.notes} />
        {run.instanceId && (
          <span className="small dim">
            written by <code>{run.instanceId}</code>
            {run.harm === 'died' && ', which died of it'}
          </span>
        )}
        <div className="tools">
          <Segments label="View" choices={views} value={view} onChange={setView} />
        </div>
      </div>
      {view === 'dots' ? (
        <div className="ways">
          <Way title="With an outbox" lane={outbox}>
            One statement writes the note and the row that tells of it; the relay carries the row.
          </Way>
          <Way title="Without: a dual write" lane={dual}>
            The note is committed, then put on the queue: two writes, and nothing between them.
          </Way>
        </div>
      ) : (
        <NoteTable outbox={outbox} dual={dual} />
      )}
      {view === 'dots' && <NoteLegend />}
      <OrdersBeside orders={story.orders} at={at} />
    </div>
  )
}

const views = [
  { value: 'dots', label: 'Dots' },
  { value: 'table', label: 'Table' },
] as const

function Way({ title, lane, children }: { title: string; lane: NoteLane; children: string }) {
  const { notes, arrived, again, lost, longestMs } = lane
  return (
    <section className="way" aria-label={title}>
      <h3>{title}</h3>
      <p className="small dim">{children}</p>
      <NoteDots lane={lane} label={title} />
      <dl className="figures">
        <Fact name="committed" value={String(notes.length)} />
        <Fact name="arrived" value={String(arrived)} />
        <Fact name="sent again" value={notes[0]?.way === 'outbox' ? String(again) : '–'} />
        <Fact name="lost" value={String(lost)} />
        <Fact name="last after" value={longestMs === null ? '–' : formatAge(longestMs)} />
      </dl>
    </section>
  )
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd className="num">{value}</dd>
  </div>
)
