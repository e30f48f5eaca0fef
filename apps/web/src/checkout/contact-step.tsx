'use client'

import Link from 'next/link'
import { Button } from '~/components/button'
import { ErrorSummary } from '~/components/error-summary'
import { Field } from '~/components/field'
import { useCheckedForm } from '~/components/use-checked-form'
import { signInPath } from '~/paths'
import { ContactForm, type FieldName, labels } from './checkout-form'
import { StepHeading } from './step-heading'

export interface StepProps<Values> {
  values: Values
  faults: Partial<Record<FieldName, string>> | undefined
  onKeep: (values: Values) => void
  onDone: (values: Values) => void
}

/** Who buys: a name and an address for the mail. */
export function ContactStep({ isGuest, ...props }: StepProps<ContactForm> & { isGuest: boolean }) {
  const { form, control, errors, summary } = useCheckedForm({ schema: ContactForm, ...props })
  return (
    <>
      <ErrorSummary labels={labels} errors={errors} at={summary} />
      <form className="form" {...form}>
        <StepHeading>Who is it for?</StepHeading>
        <Field id="name" label={labels.name} error={errors.name?.message}>
          <input {...control('name')} autoComplete="name" />
        </Field>
        <Field
          id="email"
          label={labels.email}
          hint="One mail, when your prints are numbered. It lands in the local mailbox."
          error={errors.email?.message}
        >
          <input
            {...control('email')}
            type="email"
            autoComplete="email"
            {...(!errors.email && { 'aria-describedby': 'email-hint' })}
          />
        </Field>
        <div className="row between form-a">
          {isGuest ? (
            <Link className="small" href={signInPath('/checkout')}>
              Sign in instead
            </Link>
          ) : (
            <span />
          )}
          <Button type="submit">Continue</Button>
        </div>
      </form>
    </>
  )
}
