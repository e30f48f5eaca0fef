'use client'

import { Button } from '~/components/button'
import { StateDot } from '~/components/state-dot'
import { termsInWords } from './terms-words'
import { useLabTerms } from './use-lab-terms'

/** Says that this browser calls under terms of its own, here and in the shop, and how to leave them. */
export function TermsBar() {
  const { session, terms, leave } = useLabTerms()
  return (
    <div role="status">
      {terms && (
        <div className="fault terms">
          <span>
            <StateDot state="work" /> <b>Your own terms</b>
          </span>
          <span>
            Your calls, also those of the shop’s pages, go {termsInWords(terms)}; session <code>{session}</code>.
          </span>
          <Button small look="quiet" onClick={leave}>
            Leave them
          </Button>
        </div>
      )}
    </div>
  )
}
