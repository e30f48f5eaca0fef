'use client'

import Link from 'next/link'
import { Button } from '~/components/button'
import { useAlive } from '~/components/use-alive'
import { cards } from './checkout-form'
import { StepHeading } from './step-heading'

interface PaymentStepProps {
  token: string
  onToken: (token: string) => void
  /** Why the order cannot be placed this moment. */
  waiting: string | false
  onPlace: () => void
}

/** How the bank should answer: nothing is real here, so the buyer plays the bank. Ends with the one button that orders. */
export function PaymentStep({ token, onToken, waiting, onPlace }: PaymentStepProps) {
  const alive = useAlive()
  return (
    <form
      className="form pay"
      onSubmit={(event) => {
        event.preventDefault()
        if (!waiting) onPlace()
      }}
    >
      <StepHeading>How should the bank answer?</StepHeading>
      <p className="small dim">
        A demonstration: no card is read, nothing is charged, nothing is sent. You play the bank.
      </p>
      <fieldset className="pays" disabled={!alive}>
        <legend className="vh">How should the bank answer?</legend>
        {cards.map((card) => (
          <label key={card.token} className="check">
            <input
              type="radio"
              name="card"
              value={card.token}
              checked={card.token === token}
              onChange={() => onToken(card.token)}
            />
            <span>{card.words}</span>
            <code className="pays-t">{card.token}</code>
          </label>
        ))}
      </fieldset>
      <div className="row between form-a">
        <Link className="small" href="/checkout?step=address">
          Back to delivery
        </Link>
        <Button type="submit" waiting={waiting}>
          Place order
        </Button>
      </div>
    </form>
  )
}
