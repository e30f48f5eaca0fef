'use client'

import { BareWall } from '~/components/bare-wall'
import { Button } from '~/components/button'
import { RefusedNotice } from '~/lab/refused-notice'
import type { useStaffBadge } from './use-staff-badge'

/** Before the office: who may come in, and how. */
export function OfficeDoor({ badge }: { badge: ReturnType<typeof useStaffBadge> }) {
  if (badge.closed) {
    return (
      <BareWall level="h1" title="For staff">
        Sign in with an account of staff. An open lab lets anybody in for a while, and here it is closed.
      </BareWall>
    )
  }
  return (
    <>
      <BareWall
        level="h1"
        title="For staff"
        action={
          <Button onClick={badge.take} waiting={badge.taking && 'Writing it'}>
            Take a staff badge
          </Button>
        }
      >
        Sign in with an account of staff, or take a badge: while the lab is open anyone may have one for twelve hours.
        What you do here is written down under your name or your badge.
      </BareWall>
      <RefusedNotice refused={badge.refused} />
    </>
  )
}
