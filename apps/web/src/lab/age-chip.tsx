'use client'

import { ProvenanceChip } from '~/components/provenance-chip'
import { formatAge } from '~/time'
import { staleAfterMs, useAge } from './use-system'

/** Where a cell's figures come from and how old they are; struck through once they are older than they should be. */
export function AgeChip({ source, at, raw }: { source: string; at: number; raw?: unknown }) {
  const ageMs = useAge(at)
  return (
    <ProvenanceChip source={source} stale={ageMs !== null && ageMs > staleAfterMs} raw={raw}>
      {ageMs === null ? 'not asked yet' : `${formatAge(ageMs)} old`}
    </ProvenanceChip>
  )
}
