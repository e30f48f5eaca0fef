import { formatAge } from '~/time'
import { Notice } from './notice'
import { ProvenanceChip } from './provenance-chip'

interface DegradedNoticeProps {
  degraded: readonly string[]
  /** Since when what is shown is a copy. */
  staleSince: string | null
  now: number
}

/** Says that a page is shown without some of its parts. Missing sales figures are no reason to bother anyone. */
export function DegradedNotice({ degraded, staleSince, now }: DegradedNoticeProps) {
  if (!degraded.includes('stock') && !degraded.includes('catalogue')) return null
  const age = staleSince
    ? `our last good copy, ${formatAge(now - Date.parse(staleSince))} old`
    : 'this page without its stock'
  return (
    <Notice
      className="page-notice"
      tone="warn"
      role="status"
      title="We cannot see the stock right now"
      action={<ProvenanceChip source="degraded">{JSON.stringify(degraded)}</ProvenanceChip>}
    >
      You are looking at {age}. Buying opens again by itself; nothing in your bag is lost.
    </Notice>
  )
}
