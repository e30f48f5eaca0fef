import type { QueueCounts } from '@switchyard/contracts/trail'
import { StateDot } from '~/components/state-dot'
import { formatAge, formatClock } from '~/time'

/** How long the last canary waited, or waits: the same as any letter that is put there now. */
export function CanaryLine({ canary, now }: { canary: QueueCounts['canary']; now: number | null }) {
  return (
    <div>
      <div className="small">
        {canary ? <Told canary={canary} now={now} /> : <StateDot state="wait">No canary yet</StateDot>}
      </div>
      <p className="cap">
        Every four seconds a letter without a meaning goes through the queue. A process can run and answer and take
        nothing; this is the only sign of life that counts.
      </p>
    </div>
  )
}

function Told({
  canary: { sentAt, takenAt },
  now,
}: {
  canary: NonNullable<QueueCounts['canary']>
  now: number | null
}) {
  const waitedMs = takenAt === null ? -1 : Date.parse(takenAt) - Date.parse(sentAt)
  const sent = <span className="num">{formatClock(sentAt).slice(0, 8)}</span>
  if (waitedMs >= 0) {
    return (
      <StateDot state="ok">
        The canary of {sent} was taken after <span className="num">{formatAge(waitedMs)}</span>
      </StateDot>
    )
  }
  const waits = now === null ? null : formatAge(now - Date.parse(sentAt))
  return (
    <StateDot state="half">
      The canary of {sent} waits
      {waits && (
        <>
          {' '}
          for <span className="num">{waits}</span>
        </>
      )}
      , behind everything before it
    </StateDot>
  )
}
