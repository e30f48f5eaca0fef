import { ProvenanceChip } from '~/components/provenance-chip'
import { formatAge } from '~/time'
import { staleAfterMs } from './use-system'

/** Where a cell's figures come from and how old they are; struck through once they are older than they should be. */
export function AgeChip({ source, ageMs, raw }: { source: string; ageMs: number | null; raw?: unknown }) {
  return (
    <ProvenanceChip source={source} stale={ageMs !== null && ageMs > staleAfterMs} raw={raw}>
      {ageMs === null ? 'not asked yet' : `${formatAge(ageMs)} old`}
    </ProvenanceChip>
  )
}
