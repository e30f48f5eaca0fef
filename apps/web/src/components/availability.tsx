'use client'

import { formatAge } from '~/time'
import { EditionMeter } from './edition-meter'
import { ProvenanceChip } from './provenance-chip'
import { StateDot } from './state-dot'
import type { LiveStock } from './use-live-stock'
import { useNow } from './use-now'

/** What is left of one edition right now, where the figure comes from and how old it is. */
export function Availability({ edition, stock }: { edition: number; stock: LiveStock }) {
  const now = useNow()
  const age = now !== null && stock.at !== null ? Math.max(0, now - stock.at) : null
  return (
    <div className="avail">
      <EditionMeter edition={edition} available={stock.available} held={stock.held} />
      <div className="row cap">
        <Source source={stock.source} />
        <ProvenanceChip source="inventory" stale={age !== null && age > staleAfterMs} raw={stock.raw}>
          {stock.source === 'page' ? 'products.bySlug' : 'stock.bySku'}
        </ProvenanceChip>
        {age !== null && <span className="nowrap">{formatAge(age)} ago</span>}
      </div>
    </div>
  )
}

const staleAfterMs = 5_000

function Source({ source }: { source: LiveStock['source'] }) {
  if (source === 'live') {
    return (
      <StateDot state="ready" live>
        Live
      </StateDot>
    )
  }
  if (source === 'page') return <StateDot state="work">As this page was made</StateDot>
  return <StateDot state="warn">Asking again</StateDot>
}
