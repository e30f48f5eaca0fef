import { ProvenanceChip } from '~/components/provenance-chip'
import { StateDot } from '~/components/state-dot'
import type { Connection } from './stream/live-stream'

/** Quietly says how the stream stands and what it has told last. */
export function LiveMark({ connection, lastSeq }: { connection: Connection; lastSeq: number | undefined }) {
  return (
    <p className="row cap od-m">
      <Dot connection={connection} />
      {lastSeq !== undefined && (
        <ProvenanceChip source="SSE" stale={connection === 'connecting' || connection === 'full'}>
          last event {lastSeq}
        </ProvenanceChip>
      )}
    </p>
  )
}

function Dot({ connection }: { connection: Connection }) {
  if (connection === 'live') {
    return (
      <StateDot state="work" live>
        Live
      </StateDot>
    )
  }
  if (connection === 'ended') return <StateDot state="ok">Complete</StateDot>
  if (connection === 'full')
    return <StateDot state="warn">So many of your pages are live that this one looks again every few seconds</StateDot>
  return <StateDot state="warn">Connecting</StateDot>
}
