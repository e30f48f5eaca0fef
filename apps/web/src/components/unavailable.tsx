'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useTransition } from 'react'
import { Button } from './button'
import { Notice } from './notice'

/** In place of what cannot be shown at all: says so kindly and asks again by itself, every few seconds while the page is in sight. */
export function Unavailable({ what }: { what: string }) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') startTransition(() => router.refresh())
    }, againMs)
    return () => clearInterval(timer)
  }, [router])
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

const againMs = 5_000
