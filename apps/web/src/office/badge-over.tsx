import { Button } from '~/components/button'
import { Notice } from '~/components/notice'
import type { useStaffBadge } from './use-staff-badge'

/** Told when a badge, or a session, is no longer taken; the way on is a new one. */
export function BadgeOver({ badge }: { badge: ReturnType<typeof useStaffBadge> }) {
  const { hasBadge, giveBack } = badge
  return (
    <Notice
      tone="warn"
      role="status"
      title={hasBadge ? 'Your badge is over' : 'You are signed out'}
      action={
        <Button small onClick={giveBack}>
          {hasBadge ? 'Give it back' : 'Back to the door'}
        </Button>
      }
    >
      {hasBadge ? 'Give it back and take a new one.' : 'Your session has ended. Sign in again.'}
    </Notice>
  )
}
