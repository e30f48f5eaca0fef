'use client'

import { useState } from 'react'
import { ArrivingHeading } from '~/components/arriving-heading'
import { Button } from '~/components/button'

/** Ten codes, shown once, to be copied or printed. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const [isCopied, setIsCopied] = useState(false)
  const copy = () => navigator.clipboard.writeText(codes.join('\n')).then(() => setIsCopied(true))
  return (
    <section className="ac-f" aria-labelledby="codes">
      <ArrivingHeading id="codes">Your recovery codes for Halftone</ArrivingHeading>
      <p className="dim">
        Each of them signs you in once without the app. They are shown now and never again: keep them on paper, or where
        your passwords are, and not on the phone.
      </p>
      <ol className="sf-c" aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="row form-a">
        <Button onClick={onKept}>I have kept them</Button>
        <Button look="quiet" aria-live="polite" onClick={() => void copy()}>
          {isCopied ? 'Copied' : 'Copy them'}
        </Button>
        <Button look="quiet" onClick={() => window.print()}>
          Print them
        </Button>
      </div>
    </section>
  )
}
