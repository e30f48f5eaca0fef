'use client'

import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { BareWall } from '~/components/bare-wall'
import { Button } from '~/components/button'
import { ProvenanceChip } from '~/components/provenance-chip'

/** When an account could not be shown, most often because the gateway is slow or away: nobody was signed out by it. */
export default function AccountError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const ask = () =>
    startTransition(() => {
      router.refresh()
      reset()
    })
  return (
    <main id="main" className="page lone">
      <BareWall
        level="h1"
        title="We cannot open your account right now"
        action={
          <>
            <Button onClick={ask} waiting={pending && 'Asking again'}>
              Ask again
            </Button>
            {error.digest && <ProvenanceChip source="error">{error.digest}</ProvenanceChip>}
          </>
        }
      >
        Whoever keeps it does not answer. You are still signed in, and nothing about it has changed.
      </BareWall>
    </main>
  )
}
