import Link from 'next/link'
import { BareWall } from '~/components/bare-wall'
import { buttonClass } from '~/components/button'

/** For an order that is not there, or not this visitor's; which of the two is nobody's business. */
export function NoOrder() {
  return (
    <div className="od-h">
      <BareWall
        level="h1"
        title="No such order here"
        action={
          <Link className={buttonClass({ look: 'quiet' })} href="/orders">
            Your orders
          </Link>
        }
      >
        An order opens in the browser it was placed in, or by the link that came with it.
      </BareWall>
    </div>
  )
}
