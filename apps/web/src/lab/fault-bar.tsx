'use client'

import { Button } from '~/components/button'
import { StateDot } from '~/components/state-dot'
import { useNow } from '~/components/use-now'
import { faultInWords, leftInWords } from './fault-words'
import { TermsBar } from './terms-bar'
import { useFaults } from './use-faults'

/** Above every page of the lab while something is broken on purpose: what, for whom, how long still, and the way back. */
export function FaultBar() {
  const { faults, clear, busy } = useFaults()
  const now = useNow()
  return (
    <>
      <div role="status">
        {faults.length > 0 && (
          <div className="fault">
            <span>
              <StateDot state="bad" /> <b>{faults.length === 1 ? 'A fault is on' : `${faults.length} faults are on`}</b>
            </span>
            <ul>
              {faults.map((fault) => (
                <li key={fault.id}>
                  {faultInWords(fault)}, {fault.scope ? 'in your session only' : 'for everybody'}{' '}
                  {/* Announced once, not every second. */}
                  <span className="num" aria-hidden="true">
                    {now !== null && `${leftInWords(fault.expiresAt, now)} left`}
                  </span>
                </li>
              ))}
            </ul>
            <Button small look="quiet" onClick={() => void clear()} waiting={busy && 'Clearing'}>
              Clear all
            </Button>
          </div>
        )}
      </div>
      <TermsBar />
    </>
  )
}
