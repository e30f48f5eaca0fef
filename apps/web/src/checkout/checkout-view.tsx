'use client'

import { useRouter, useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { plainLines } from '~/bag/bag'
import { BagEmpty } from '~/bag/bag-empty'
import { type Bag, useBag } from '~/bag/bag-provider'
import { Notice } from '~/components/notice'
import { failureCode } from '~/gateway'
import { orderPath } from '~/paths'
import { AddressStep } from './address-step'
import { AddressForm, ContactForm } from './checkout-form'
import { ContactStep } from './contact-step'
import { type Draft, filledIn, type KnownBuyer, type Step, stepToShow } from './draft'
import { OrderSummary } from './order-summary'
import { PaymentStep } from './payment-step'
import { refusalOf } from './refusals'
import { type ServerFaults, serverFaultsOf } from './server-faults'
import { CameFromStep } from './step-heading'
import { DoneSteps, StepList, StepsToCome } from './step-list'
import { useDraft } from './use-draft'
import { usePlaceOrder } from './use-place-order'

/** The checkout: three steps in the address, what was typed in this tab or is known of the buyer, and one order at its end. */
export function CheckoutView({ known }: { known: KnownBuyer | null }) {
  const bag = useBag()
  const { draft: typed, ready } = useDraft(known)
  const draft = filledIn(typed, known)
  const asked = useSearchParams().get('step')
  const step = stepToShow(asked, draft)
  const came = useCameFrom(step, ready)
  const { placing, place } = usePlacing(bag)
  const faults = placing.error && serverFaultsOf(placing.error, failureCode(placing.error))
  const mend = faults?.step === step ? faults.fields : undefined

  if (bag.cart?.lines.length === 0 && placing.isIdle) {
    return (
      <div className="co-e">
        <BagEmpty level="h1" />
      </div>
    )
  }
  return (
    <CameFromStep value={came}>
      <div className="co-m">
        <h1>Check out</h1>
        <StepList here={step} draft={draft} />
        {placing.error && !faults && <Refused error={placing.error} />}
        {bag.unread && <Unread />}
        <DoneSteps here={step} draft={draft} />
        {ready ? (
          <StepForm {...{ step, draft, bag, placing, place }} faults={mend} known={known} />
        ) : (
          <div className="co-w" />
        )}
        <StepsToCome here={step} />
      </div>
      {bag.cart && <OrderSummary cart={bag.cart} />}
    </CameFromStep>
  )
}

interface StepFormProps extends ReturnType<typeof usePlacing> {
  step: Step
  draft: Draft
  bag: Bag
  faults: ServerFaults['fields'] | undefined
  known: KnownBuyer | null
}

/** The form of the step that one is at; what it takes is kept, and leads on. */
function StepForm({ step, draft, bag, faults, placing, place, known }: StepFormProps) {
  const { save } = useDraft(known)
  if (step === 'contact') {
    return (
      <ContactStep
        values={draft.contact}
        faults={faults}
        isGuest={known === null}
        onKeep={(contact) => save({ contact })}
        onDone={(contact) => goOn('address', () => save({ contact }))}
      />
    )
  }
  if (step === 'address') {
    return (
      <AddressStep
        values={draft.address}
        book={known?.addresses ?? []}
        faults={faults}
        onKeep={(address) => save({ address })}
        onDone={(address) => goOn('payment', () => save({ address }))}
      />
    )
  }
  return (
    <PaymentStep
      token={draft.token}
      onToken={(token) => save({ token })}
      waiting={waitingFor(bag, placing.isPending || placing.isSuccess)}
      onPlace={() => place(draft)}
    />
  )
}

/** Places what is in the bag at this moment; then leads to the order and takes out of the bag what was ordered, and no more. */
function usePlacing(bag: Bag) {
  const router = useRouter()
  const placing = usePlaceOrder(({ orderId }, { lines }) => {
    // Its access token is remembered by this browser, so it stays out of the address.
    router.push(orderPath(orderId))
    for (const { sku, quantity } of lines) {
      const now = bag.cart?.lines.find((line) => line.sku === sku)?.quantity ?? 0
      if (now > 0) void bag.setQuantity(sku, Math.max(0, now - quantity))
    }
  })
  const step = placing.error && serverFaultsOf(placing.error, failureCode(placing.error))?.step
  useEffect(() => {
    if (step) goOn(step)
  }, [step])
  return {
    placing,
    place: ({ contact, address, token }: Draft) => {
      if (!bag.cart || placing.isPending) return
      placing.mutate({
        lines: plainLines(bag.cart),
        contact: ContactForm.parse(contact),
        address: AddressForm.parse(address),
        payment: { token },
      })
    },
  }
}

/** Back leads through the steps, since each is an address of its own. */
function goOn(step: Step, before?: () => void) {
  before?.()
  window.history.pushState(null, '', `/checkout?step=${step}`)
}

/** Whether this step was come to from another one on this page. */
function useCameFrom(step: Step, ready: boolean): boolean {
  const [first, setFirst] = useState<Step | null>(null)
  const [came, setCame] = useState(false)
  if (ready && first === null) setFirst(step)
  if (first !== null && first !== step && !came) setCame(true)
  return came
}

function waitingFor(bag: Bag, placing: boolean): string | false {
  if (placing) return 'Placing your order'
  if (!bag.cart) return 'Waiting for your bag'
  return bag.busy && 'Waiting for your bag'
}

function Refused({ error }: { error: unknown }) {
  const { title, text } = refusalOf(failureCode(error))
  return (
    <Notice tone="bad" role="alert" title={title}>
      {text}
    </Notice>
  )
}

const Unread = () => (
  <Notice tone="warn" role="status" title="We cannot see your bag right now">
    Nothing in it is lost. We ask again by ourselves.
  </Notice>
)
