'use client'

import { useLinkStatus } from 'next/link'

/** Inside a link: marks that its page is on the way, so that the old results can dim until it is here. */
export function PendingMark() {
  const { pending } = useLinkStatus()
  return pending ? <span data-pending hidden /> : null
}
