import { Button } from '~/components/button'
import { statusName } from '~/order/timeline'
import { RefusedNotice } from '../refused-notice'
import { isAtRest } from './at-rest'
import type { useCopies } from './use-copies'

/** Order, have everything come again, cancel, and have it come once more. */
export function InboxDo({ copies }: { copies: ReturnType<typeof useCopies> }) {
  const { path } = copies.story
  const rests = isAtRest(path)
  return (
    <div className="ctl">
      <ul className="trials">
        <li>
          <Button small onClick={copies.place} waiting={copies.placing && 'Ordering'}>
            Order a print
          </Button>
          <span className="small dim">
            {path ? (
              <>
                <output aria-label="Status">{statusName[path.status]}</output>,{' '}
                {rests ? 'and all that was told of it has arrived.' : 'and still under way.'}
              </>
            ) : (
              'A real order of one print, in your name.'
            )}
          </span>
        </li>
        <li>
          <Button small look="quiet" onClick={copies.copy} waiting={waitingFor(copies, rests)}>
            Deliver it all again
          </Button>
          <span className="small dim">Every message four more times, all at once, shuffled, on its own queue.</span>
        </li>
        <li>
          <Button
            small
            look="quiet"
            onClick={copies.cancel}
            disabled={path?.status !== 'confirmed'}
            waiting={copies.cancelling && 'Cancelling'}
          >
            Cancel it
          </Button>
          <span className="small dim">Then what comes again is old: reserve and charge, after the end.</span>
        </li>
      </ul>
      <RefusedNotice refused={copies.refused} />
    </div>
  )
}

function waitingFor({ copying, story }: ReturnType<typeof useCopies>, rests: boolean): string | false {
  if (copying) return 'Delivering'
  if (!story.path) return 'Nothing to deliver yet'
  return rests ? false : 'Waiting until it is told'
}
