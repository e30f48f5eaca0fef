'use client'

import { Button } from '~/components/button'
import { Field } from '~/components/field'
import { ContactForm, type FieldName, labels } from './checkout-form'
import { ErrorSummary } from './error-summary'
import { StepHeading } from './step-heading'
import { useStepForm } from './use-step-form'

export interface StepProps<Values> {
  values: Values
  faults: Partial<Record<FieldName, string>> | undefined
  onKeep: (values: Values) => void
  onDone: (values: Values) => void
}

/** Who buys: a name and an address for the mail. */
export function ContactStep(props: StepProps<ContactForm>) {
  const { form, control, errors, summary } = useStepForm({ schema: ContactForm, ...props })
  return (
    <>
      <ErrorSummary errors={errors} at={summary} />
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
          <span />
          <Button type="submit">Continue</Button>
        </div>
      </form>
    </>
  )
}
