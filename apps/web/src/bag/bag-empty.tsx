import Link from 'next/link'
import { BareWall } from '~/components/bare-wall'
import { buttonClass } from '~/components/button'

/** An empty bag. */
export function BagEmpty({ level = 'h2' }: { level?: 'h1' | 'h2' }) {
  return (
    <BareWall
      level={level}
      title="A bare hook is a start"
      action={
        <Link className={buttonClass({ look: 'quiet' })} href="/prints">
          See the prints
        </Link>
      }
    >
      Your bag is empty. Fifty prints are waiting for a wall.
    </BareWall>
  )
}
