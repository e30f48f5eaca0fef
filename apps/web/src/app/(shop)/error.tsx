'use client'

import { BareWall } from '~/components/bare-wall'
import { Button } from '~/components/button'
import { ProvenanceChip } from '~/components/provenance-chip'

/** When a page of the shop could not be made: says so, and tries again. The digest finds the line in the log. */
export default function ShopError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main id="main" className="page lone">
      <BareWall
        level="h1"
        title="This page fell off the wall"
        action={
          <>
            <Button onClick={reset}>Hang it again</Button>
            {error.digest && <ProvenanceChip source="error">{error.digest}</ProvenanceChip>}
          </>
        }
      >
        Something went wrong on our side. Your bag is as it was.
      </BareWall>
    </main>
  )
}
