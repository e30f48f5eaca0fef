'use client'

import Link from 'next/link'
import { Button } from '~/components/button'
import { ErrorSummary } from '~/components/error-summary'
import { useCheckedForm } from '~/components/use-checked-form'
import { AddressFields } from './address-fields'
import { AddressForm, countryNames, labels } from './checkout-form'
import type { StepProps } from './contact-step'
import type { Draft } from './draft'
import { StepHeading } from './step-heading'

type AddressStepProps = Omit<StepProps<AddressForm>, 'values' | 'onKeep'> & {
  values: Draft['address']
  onKeep: (values: Draft['address']) => void
}

/** Where it goes. */
export function AddressStep({ values, ...props }: AddressStepProps) {
  const country = Object.keys(countryNames).find((code) => code === values.country) as AddressForm['country']
  const { form, control, errors, summary } = useCheckedForm({
    schema: AddressForm,
    values: { ...values, country },
    ...props,
  })
  return (
    <>
      <ErrorSummary labels={labels} errors={errors} at={summary} />
      <form className="form" {...form}>
        <StepHeading>Where should it hang?</StepHeading>
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
