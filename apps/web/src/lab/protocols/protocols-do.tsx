import { Button } from '~/components/button'
import { RefusedNotice } from '../refused-notice'
import type { useProtocols } from './use-protocols'

/** Three things to ask: a print, a print that is not there, and a whole wall. */
export function ProtocolsDo({ ways }: { ways: ReturnType<typeof useProtocols> }) {
  const { asking, askForPrint, askForNothing, hangWall, refused } = ways
  return (
    <div className="ctl">
      <ul className="trials">
        <li>
          <Button small onClick={askForPrint} aria-disabled={asking}>
            Ask three ways
          </Button>
          <span className="small dim">One print over tRPC, REST and GraphQL, one after the other.</span>
        </li>
        <li>
          <Button small look="quiet" onClick={askForNothing} aria-disabled={asking}>
            Ask for what is not there
          </Button>
          <span className="small dim">The same three ways, for a print that nobody drew.</span>
        </li>
        <li>
          <Button small look="quiet" onClick={hangWall} aria-disabled={asking}>
            Hang the whole wall
          </Button>
          <span className="small dim">Fifty prints, each with the stock of its sizes, in one request of GraphQL.</span>
        </li>
      </ul>
      <RefusedNotice refused={refused} />
    </div>
  )
}
