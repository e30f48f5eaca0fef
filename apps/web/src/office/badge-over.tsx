import { Button } from '~/components/button'
import { Notice } from '~/components/notice'

/** Told when a badge is no longer taken; the way on is a new one. */
export const BadgeOver = ({ giveBack }: { giveBack: () => void }) => (
  <Notice
    tone="warn"
    role="status"
    title="Your badge is over"
    action={
      <Button small onClick={giveBack}>
        Give it back
      </Button>
    }
  >
    Give it back and take a new one.
  </Notice>
)
