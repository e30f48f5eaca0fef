import type { Metadata } from 'next'
import { AuditView } from '~/office/audit-view'

export const metadata: Metadata = { title: 'Audit log, Office' }

/** Who did what; asked for by the browser alone, for it has the pass. */
export default function AuditPage() {
  return (
    <main id="main">
      <AuditView />
    </main>
  )
}
