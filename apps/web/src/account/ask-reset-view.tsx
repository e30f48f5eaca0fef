'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { Button } from '~/components/button'
import { Field } from '~/components/field'
import { useGateway } from '~/gateway-browser'
import { AskResetForm, labels } from './account-forms'
import { EntryForm, useEntryForm } from './entry-form'
import { MailSent } from './mail-sent'

/** Asks for a link that sets a new password; whether the address has an account is told to its mailbox alone. */
export function AskResetView({ lab }: { lab: boolean }) {
  const gateway = useGateway()
  const ask = useMutation(gateway.account.requestReset.mutationOptions())
  const entry = useEntryForm({
    ...{ schema: AskResetForm, values: { email: '' }, error: ask.error },
    onDone: (values) => ask.mutate(values),
  })
  const { control, errors } = entry
  if (ask.isSuccess) {
    return (
      <MailSent to={ask.variables.email} lab={lab}>
        If the address has an account, the link in it sets a new password. It works for an hour.
      </MailSent>
    )
  }
  return (
    <>
      <h1>A new password</h1>
      <p className="dim">Tell us your address, and we mail you a link that sets one.</p>
      <EntryForm {...entry}>
        <Field id="email" label={labels.email} error={errors.email?.message}>
          <input {...control('email')} type="email" autoComplete="username" />
        </Field>
        <Button type="submit" wide waiting={ask.isPending && 'Writing to you'}>
          Mail me a link
        </Button>
      </EntryForm>
      <p className="small">
        It came back to you? <Link href="/sign-in">Sign in</Link>
      </p>
    </>
  )
}
