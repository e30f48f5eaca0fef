import Link from 'next/link'
import { BareWall } from './bare-wall'
import { buttonClass } from './button'

/** For an address that leads nowhere: the outline of a print that is not there. */
export function NothingHere() {
  return (
    <main id="main" className="page lone">
      <BareWall
        level="h1"
        title="Nothing hangs here"
        outline
        action={
          <Link className={buttonClass()} href="/prints">
            See the prints
          </Link>
        }
      >
        Perhaps it was taken down, or the address has a slip in it.
      </BareWall>
    </main>
  )
}
