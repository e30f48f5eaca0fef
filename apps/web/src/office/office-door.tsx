'use client'

import { BareWall } from '~/components/bare-wall'
import { Button } from '~/components/button'
import { RefusedNotice } from '~/lab/refused-notice'
import type { useStaffBadge } from './use-staff-badge'

/** Before the office: who may come in, and how. */
export function OfficeDoor({ badge }: { badge: ReturnType<typeof useStaffBadge> }) {
  if (badge.closed) {
    return (
      <BareWall level="h1" title="The office is closed">
        Staff will sign in here once there are accounts. Until then only an open lab lets anybody in, and here it is
        closed.
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
        Nobody can sign in yet. While the lab is open anyone may take a badge for twelve hours; what you do with it is
        written down under it.
      </BareWall>
      <RefusedNotice refused={badge.refused} />
    </>
  )
}
