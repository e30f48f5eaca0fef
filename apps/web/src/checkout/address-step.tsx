'use client'

import Link from 'next/link'
import { useState } from 'react'
import { Button } from '~/components/button'
import { ErrorSummary } from '~/components/error-summary'
import { useCheckedForm } from '~/components/use-checked-form'
import { AddressChoice } from './address-choice'
import { AddressFields } from './address-fields'
import { AddressForm, countryNames, labels } from './checkout-form'
import type { StepProps } from './contact-step'
import { chosenOf, type Draft, emptyDraft, type KnownAddress, plainAddress } from './draft'
import { StepHeading } from './step-heading'

type AddressStepProps = Omit<StepProps<AddressForm>, 'values' | 'onKeep'> & {
  values: Draft['address']
  onKeep: (values: Draft['address']) => void
  /** The addresses that a buyer who is signed in has kept. */
  book: readonly KnownAddress[]
}

/** Where it goes. */
export function AddressStep({ values, book, ...props }: AddressStepProps) {
  const country = Object.keys(countryNames).find((code) => code === values.country) as AddressForm['country']
  const [chosenId, setChosenId] = useState(() => chosenOf(book, values)?.id)
  const { form, control, errors, summary, fill } = useCheckedForm({
    schema: AddressForm,
    values: { ...values, country },
    ...props,
  })
  return (
    <>
      <ErrorSummary labels={labels} errors={errors} at={summary} />
      <form
        className="form"
        {...form}
        onInput={({ target }) => {
          // Whatever is typed makes it another address.
          if (!(target instanceof HTMLInputElement && target.type === 'radio')) setChosenId(undefined)
        }}
      >
        <StepHeading>Where should it hang?</StepHeading>
        {book.length > 0 && (
          <AddressChoice
            book={book}
            chosenId={chosenId}
            onChoose={(saved) => {
              setChosenId(saved?.id)
              const chosen = saved ? plainAddress(saved) : emptyDraft.address
              fill({ ...chosen, country: chosen.country as AddressForm['country'] })
              props.onKeep(chosen)
            }}
          />
        )}
        <AddressFields control={control} errors={errors} />
        <div className="row between form-a">
          <Link className="small" href="/checkout?step=contact">
            Back to contact
          </Link>
          <Button type="submit">Continue</Button>
        </div>
      </form>
    </>
  )
}
