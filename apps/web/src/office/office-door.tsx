'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { BareWall } from '~/components/bare-wall'
import { Button, buttonClass } from '~/components/button'
import { RefusedNotice } from '~/lab/refused-notice'
import { signInPath } from '~/paths'
import type { useOfficePass } from './use-office-pass'

/** Before the office: who may come in, and how. */
export function OfficeDoor({ pass: { badge, person } }: { pass: ReturnType<typeof useOfficePass> }) {
  const path = usePathname()
  return (
    <>
      <BareWall
        level="h1"
        title="For staff"
        action={
          <>
            {person ? (
              <Link className={buttonClass()} href="/prints">
                Back to the prints
              </Link>
            ) : (
              <Link className={buttonClass()} href={signInPath(path)}>
                Sign in
              </Link>
            )}
            {!badge.closed && (
              <Button look="quiet" onClick={badge.take} waiting={badge.taking && 'Writing it'}>
                Take a staff badge
              </Button>
            )}
          </>
        }
      >
        {person
          ? `You are signed in, ${person.name}, and this room is for those who work here. Your orders are in your account.`
          : 'Whoever works here signs in. '}
        {badge.closed
          ? 'Badges are only given while the lab is open.'
          : ' While the lab is open anyone may take a badge for twelve hours instead; what you do with it is written down under it.'}
      </BareWall>
      <RefusedNotice refused={badge.refused} />
    </>
  )
}
