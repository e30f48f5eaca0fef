import type { ReadLag } from '@switchyard/contracts/sales'
import { ProvenanceChip } from '~/components/provenance-chip'
import { lagWords } from './lag-words'

/** What a read model was made from, and how far it is behind; opens to the figures. */
export const LagChip = ({ source, lag }: { source: string; lag: ReadLag }) => (
  <ProvenanceChip source={source} stale={lag.waiting > 0} raw={lag}>
    {lagWords(lag)}
  </ProvenanceChip>
)
