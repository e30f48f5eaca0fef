import { Button } from '~/components/button'
import { RefusedNotice } from '../refused-notice'
import type { useAggregation } from './use-aggregation'

/** A page, a request that asks for several, and a part that hangs. */
export function AggregationDo({ pages }: { pages: ReturnType<typeof useAggregation> }) {
  const { ask, asking, hangs, hurting, hurt, refused } = pages
  return (
    <div className="ctl">
      <ul className="trials">
        <li>
          <Button
            small
            waiting={asking === 'page' && 'Asking'}
            disabled={asking === 'batch'}
            onClick={() => ask('page')}
          >
            Open a print’s page
          </Button>
          <span className="small dim">
            Contour No. 2, in one call. Under terms of your own, so that no part is a copy.
          </span>
        </li>
        <li>
          <Button
            small
            look="quiet"
            waiting={asking === 'batch' && 'Asking'}
            disabled={asking === 'page'}
            onClick={() => ask('batch')}
          >
            Home and bag at once
          </Button>
          <span className="small dim">The catalogue, the drop and your bag: three operations in one request.</span>
        </li>
        <li>
          <Button small look="quiet" waiting={hurting && 'One moment'} onClick={hurt} aria-pressed={hangs}>
            {hangs ? 'Heal the sales' : 'Let the sales hang'}
          </Button>
          <span className="small dim">
            Orders never answers how many were sold: in your own calls only, for two minutes at most.
          </span>
        </li>
      </ul>
      <RefusedNotice refused={refused} />
    </div>
  )
}
