import type { System } from '@switchyard/contracts/lab-operations'
import { QueueStrip } from '~/components/queue-strip'
import { AgeChip } from './age-chip'

/** Every queue as BullMQ counts it now. */
export function QueueCell({ system, at }: { system: System; at: number }) {
  const { queues } = system
  return (
    <section className="lab-q" aria-labelledby="queues">
      <header className="ph">
        <h2 id="queues">Queues</h2>
        <AgeChip source="BullMQ" at={at} raw={queues} />
      </header>
      {queues === null && <p className="small dim">Not known: the queues could not be read.</p>}
      {queues?.length === 0 && <p className="small dim">There is no queue yet.</p>}
      {queues?.map((counts) => (
        <QueueStrip key={counts.queue} counts={counts} />
      ))}
      {queues && queues.length > 0 && <p className="cap">1 dot = 1 job. Ring: delayed. Cross: failed for good.</p>}
    </section>
  )
}
