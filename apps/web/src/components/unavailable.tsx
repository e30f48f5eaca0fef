'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState, useTransition } from 'react'
import { OneMoment } from '~/limits/one-moment'
import type { PauseReason } from '~/limits/pause'
import { Button } from './button'
import { Notice } from './notice'
import { useNow } from './use-now'

/** In place of what cannot be shown at all: says so kindly and asks again by itself, every few seconds while the page is in sight. */
export function Unavailable({ what, wait }: { what: string; wait: PauseReason | null }) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') startTransition(() => router.refresh())
    }, againMs)
    return () => clearInterval(timer)
  }, [router])
  if (wait) return <Until why={wait} />
  return (
    <Notice
      tone="warn"
      role="status"
      title={`We cannot see ${what} right now`}
      action={
        <Button
          look="quiet"
          small
          waiting={pending && 'Asking again'}
          onClick={() => startTransition(() => router.refresh())}
        >
          Ask again
        </Button>
      }
    >
      The stock room does not answer. We ask again by ourselves; nothing in your bag is lost.
    </Notice>
  )
}

/** Counts down to the moment at which the page is asked for again. */
function Until({ why }: { why: PauseReason }) {
  const now = useNow()
  const [since, setSince] = useState<number | null>(null)
  if (since === null && now !== null) setSince(now)
  return <OneMoment leftMs={againMs - ((now ?? 0) - (since ?? now ?? 0))} why={why} />
}

const againMs = 5_000
