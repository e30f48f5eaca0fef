'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { BareWall } from '~/components/bare-wall'
import { Button, buttonClass } from '~/components/button'
import { RefusedNotice } from '~/lab/refused-notice'
import { signInPath } from '~/paths'
import type { useOfficePass } from './use-office-pass'

/** Before the office: who may come in, and how. */
export function OfficeDoor({ pass: { badge, person, lacksFactor } }: { pass: ReturnType<typeof useOfficePass> }) {
  const path = usePathname()
  const way = wayIn({ path, name: person?.name, lacksFactor })
  return (
    <>
      <BareWall
        level="h1"
        title="For staff"
        action={
          <>
            <Link className={buttonClass()} href={way.href}>
              {way.words}
            </Link>
            {!badge.closed && (
              <Button look="quiet" onClick={badge.take} waiting={badge.taking && 'Writing it'}>
                Take a staff badge
              </Button>
            )}
          </>
        }
      >
        {way.why}
        {badge.closed
          ? ' Badges are only given while the lab is open.'
          : ' While the lab is open anyone may take a badge for twelve hours instead; what you do with it is written down under it.'}
      </BareWall>
      <RefusedNotice refused={badge.refused} />
    </>
  )
}

/** The one thing to do about it, and why. */
function wayIn({ path, name, lacksFactor }: { path: string; name: string | undefined; lacksFactor: boolean }) {
  if (name === undefined) return { href: signInPath(path), words: 'Sign in', why: 'Whoever works here signs in.' }
  if (lacksFactor) {
    const why = `You work here, ${name}, and come in once your account has a second factor: it takes an app and two minutes.`
    return { href: '/account/second-factor', words: 'Set it up', why } as const
  }
  const why = `You are signed in, ${name}, and this room is for those who work here. Your orders are in your account.`
  return { href: '/prints', words: 'Back to the prints', why } as const
}
