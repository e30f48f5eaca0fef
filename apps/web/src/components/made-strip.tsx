import Link from 'next/link'
import { env } from '~/env'
import { madeCalls } from '~/gateway-server'
import { formatAge } from '~/time'
import { ProvenanceChip } from './provenance-chip'

interface MadeStripProps {
  /** What could not be had, as the gateway said it. */
  degraded?: readonly string[]
  /** Since when the page shows the last good copy. */
  staleSince?: string | null
}

/** How this page was made, from the calls that made it: put it last, after everything that asks. Hidden where there is no lab. */
export function MadeStrip({ degraded = [], staleSince = null }: MadeStripProps) {
  const calls = madeCalls()
  if (!env().labEnabled || calls.length === 0) return null
  const operations = calls.flatMap((call) => call.operations)
  return (
    <aside className="made" aria-label="How this page was made">
      <div className="page">
        <p className="made-t">How this page was made</p>
        <p className="made-l">
          <span>{calls.length === 1 ? '1 call to the gateway' : `${calls.length} calls to the gateway`}</span>
          <span>{[...new Set(operations)].join(', ')}</span>
          {staleSince && <span>last good copy, {ageOf(staleSince)} old</span>}
          {degraded.length === 0 && <span>read live</span>}
          {degraded.length > 0 && <span>without {degraded.join(', ')}</span>}
          <span>
            <b className="num">{Math.round(calls.reduce((sum, call) => sum + call.ms, 0))}&thinsp;ms</b>
          </span>
        </p>
        <ProvenanceChip source="gateway" raw={calls}>
          show raw
        </ProvenanceChip>
        <Link className="more" href="/lab">
          Look behind the wall
        </Link>
      </div>
    </aside>
  )
}

const ageOf = (instant: string) => formatAge(Date.now() - Date.parse(instant))
