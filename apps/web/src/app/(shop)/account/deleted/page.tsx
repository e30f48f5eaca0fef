import type { Metadata } from 'next'
import Link from 'next/link'
import { BareWall } from '~/components/bare-wall'
import { buttonClass } from '~/components/button'

export const metadata: Metadata = { title: 'Goodbye', robots: { index: false } }

/** After an account was deleted. */
export default function DeletedPage() {
  return (
    <main id="main" className="page lone">
      <BareWall
        level="h1"
        title="Your nail is bare"
        action={
          <Link className={buttonClass({ look: 'quiet' })} href="/prints">
            See the prints
          </Link>
        }
      >
        Your account is gone, and your name with it. Thank you for the time; you can always buy as a guest.
      </BareWall>
    </main>
  )
}
