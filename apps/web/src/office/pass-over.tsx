'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Button, buttonClass } from '~/components/button'
import { Notice } from '~/components/notice'
import { signInPath } from '~/paths'
import type { useOfficePass } from './use-office-pass'

/** Told when a badge is no longer taken, or a session has ended; the way on is a new one. */
export function PassOver({ pass: { badge } }: { pass: ReturnType<typeof useOfficePass> }) {
  const path = usePathname()
  if (badge.by !== null) {
    return (
      <Notice
        tone="warn"
        role="status"
        title="Your badge is over"
        action={
          <Button small onClick={badge.giveBack}>
            Give it back
          </Button>
        }
      >
        Give it back and take a new one.
      </Notice>
    )
  }
  return (
    <Notice
      tone="warn"
      role="status"
      title="You are signed out"
      action={
        <Link className={buttonClass({ small: true })} href={signInPath(path)}>
          Sign in
        </Link>
      }
    >
      Your session has ended. Sign in to go on where you were.
    </Notice>
  )
}
