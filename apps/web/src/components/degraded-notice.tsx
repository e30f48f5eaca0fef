import { formatAge } from '~/time'
import { Notice } from './notice'
import { ProvenanceChip } from './provenance-chip'

interface DegradedNoticeProps {
  degraded: readonly string[]
  /** Since when what is shown is a copy. */
  staleSince: string | null
  /** `null` while the browser's clock is not known yet: then no age is said. */
  now: number | null
}

/** Says that a page is shown without some of its parts. Missing sales figures are no reason to bother anyone. */
export function DegradedNotice({ degraded, staleSince, now }: DegradedNoticeProps) {
  if (!degraded.includes('stock') && !degraded.includes('catalogue')) return null
  const age = staleSince !== null && now !== null ? `, ${formatAge(now - Date.parse(staleSince))} old` : ''
  return (
    <Notice
      className="page-notice"
      tone="warn"
      role="status"
      title="We cannot see the stock right now"
      action={<ProvenanceChip source="degraded">{JSON.stringify(degraded)}</ProvenanceChip>}
    >
      You are looking at {staleSince ? `our last good copy${age}` : 'this page without its stock'}. Buying opens again
      by itself; nothing in your bag is lost.
    </Notice>
  )
}
