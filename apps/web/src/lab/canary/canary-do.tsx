import { Button } from '~/components/button'
import { RefusedNotice } from '../refused-notice'
import type { useCanary } from './use-canary'

/** Everything that can be done to a canary, in the order in which one would. */
export function CanaryDo({ at }: { at: ReturnType<typeof useCanary> }) {
  const { canary, calling, pinned, busy } = at
  return (
    <div className="ctl">
      <ul className="trials">
        <li>
          <Button small disabled={busy} onClick={canary ? at.takeAway : at.start}>
            {canary ? 'Take the canary away' : 'Start a canary'}
          </Button>
          <span className="small dim">
            {canary ? (
              <>
                <code>{canary.id}</code> runs as <code>{canary.version}</code>, and is {canary.state}.
              </>
            ) : (
              'One more instance of inventory, as a later version, with half of the usual weight.'
            )}
          </span>
        </li>
        <li>
          <Button small look="quiet" aria-pressed={calling} onClick={() => void at.call()}>
            {calling ? 'Stop calling' : 'Call twenty times a second'}
          </Button>
          <span className="small dim">Your browser asks inventory for the stock of a print, on terms of your own.</span>
        </li>
        <li>
          <Button small look="quiet" aria-pressed={pinned} disabled={!canary} onClick={at.pin}>
            {pinned ? 'Let my calls go anywhere' : 'Pin my calls to the canary'}
          </Button>
          <span className="small dim">
            By the header <code>x-switchyard-version</code>.
          </span>
        </li>
        <li>
          <Button small look="quiet" disabled={!canary || busy} onClick={at.breakIt}>
            Let the canary fail now and then
          </Button>
          <span className="small dim">For a minute it fails 18 % of your calls; everybody else’s are as usual.</span>
        </li>
      </ul>
      <RefusedNotice refused={at.refused} />
    </div>
  )
}
