'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { Button } from '~/components/button'
import { Field } from '~/components/field'
import { useGateway } from '~/gateway-browser'
import { labels, SignUpForm } from './account-forms'
import { EntryForm, useEntryForm } from './entry-form'
import { MailSent } from './mail-sent'
import { NewPasswordField } from './new-password-field'

/** Asks for an account; the answer is the same whether or not the address has one, and a mail says the rest. */
export function SignUpView({ lab }: { lab: boolean }) {
  const gateway = useGateway()
  const signUp = useMutation(gateway.account.signUp.mutationOptions())
  const entry = useEntryForm({
    ...{ schema: SignUpForm, values: { name: '', email: '', password: '' }, error: signUp.error },
    onDone: (values) => signUp.mutate(values),
  })
  const { control, errors } = entry
  if (signUp.isSuccess) {
    return (
      <MailSent to={signUp.variables.email} lab={lab}>
        The link in it opens your account. It works for a day.
      </MailSent>
    )
  }
  return (
    <>
      <h1>Make an account</h1>
      <p className="dim">
        Your orders stay together, and the next checkout fills itself in. What is in your bag comes along.
      </p>
      <EntryForm {...entry}>
        <Field id="name" label={labels.name} error={errors.name?.message}>
          <input {...control('name')} autoComplete="name" />
        </Field>
        <Field id="email" label={labels.email} error={errors.email?.message}>
          <input {...control('email')} type="email" autoComplete="username" />
        </Field>
        <NewPasswordField label={labels.password} control={control('password')} error={errors.password?.message} />
        <Button type="submit" wide waiting={signUp.isPending && 'Writing to you'}>
          Make an account
        </Button>
      </EntryForm>
      <p className="small">
        Have one already? <Link href="/sign-in">Sign in</Link>
      </p>
    </>
  )
}
