'use client'

import Link from 'next/link'
import { Button } from '~/components/button'
import { ErrorSummary } from '~/components/error-summary'
import { Field } from '~/components/field'
import { useCheckedForm } from '~/components/use-checked-form'
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
        <Field id="line1" label={labels.line1} error={errors.line1?.message}>
          <input {...control('line1')} autoComplete="address-line1" />
        </Field>
        <Field id="postalCode" label={labels.postalCode} half error={errors.postalCode?.message}>
          <input {...control('postalCode')} autoComplete="postal-code" />
        </Field>
        <Field id="city" label={labels.city} half error={errors.city?.message}>
          <input {...control('city')} autoComplete="address-level2" />
        </Field>
        <Field id="country" label={labels.country} error={errors.country?.message}>
          <select {...control('country')} autoComplete="country">
            {Object.entries(countryNames).map(([code, words]) => (
              <option key={code} value={code}>
                {words}
              </option>
            ))}
          </select>
        </Field>
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
