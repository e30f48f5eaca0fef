import { Button } from '~/components/button'
import { RefusedNotice } from '../refused-notice'
import type { useCrowd } from './use-crowd'

/** A narrow door, a crowd before it, and somebody who wants to pay. */
export function SheddingDo({ crowd }: { crowd: ReturnType<typeof useCrowd> }) {
  const { isNarrow, crowding, busy } = crowd
  return (
    <div className="ctl">
      <ul className="trials">
        <li>
          <Button small disabled={busy} onClick={() => void (isNarrow ? crowd.widenDoor() : crowd.narrowDoor())}>
            {isNarrow ? 'Widen the door again' : 'Narrow my door to four places'}
          </Button>
          <span className="small dim">
            For your own requests, the shop’s pages included; a look at the stock then takes 0.9 s.
          </span>
        </li>
        <li>
          <Button small look="quiet" disabled={!isNarrow} aria-pressed={crowding} onClick={crowd.crowd}>
            {crowding ? 'Send the crowd away' : 'Crowd the door'}
          </Button>
          <span className="small dim">Five at once look at the stock of a print, again and again. They are yours.</span>
        </li>
        <li>
          <Button small look="quiet" onClick={crowd.lookIntoBag}>
            Look into the bag
          </Button>
          <span className="small dim">One request that belongs to checkout.</span>
        </li>
        <li>
          <Button small look="quiet" onClick={crowd.browse}>
            Look at one print
          </Button>
          <span className="small dim">One request that is browsing.</span>
        </li>
      </ul>
      <RefusedNotice refused={crowd.refused} />
    </div>
  )
}
