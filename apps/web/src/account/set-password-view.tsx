'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { Button, buttonClass } from '~/components/button'
import { Field } from '~/components/field'
import { useGateway } from '~/gateway-browser'
import { labels, NewPasswordForm } from './account-forms'
import { EntryForm, useEntryForm } from './entry-form'
import { newPasswordHint } from './password-hint'

/** Sets the password that a mailed link allows. */
export function SetPasswordView({ token }: { token: string }) {
  const gateway = useGateway()
  const reset = useMutation(gateway.account.resetPassword.mutationOptions())
  const entry = useEntryForm({
    ...{ schema: NewPasswordForm, values: { password: '' }, error: reset.error },
    onDone: ({ password }) => reset.mutate({ token, password }),
  })
  const { control, errors } = entry
  if (reset.isSuccess) {
    return (
      <div role="status" className="si-d">
        <h1>It is set</h1>
        <p className="dim">Every browser was signed out. From now on only the new password opens your account.</p>
        <Link className={buttonClass({ wide: true })} href="/sign-in">
          Sign in
        </Link>
      </div>
    )
  }
  return (
    <>
      <h1>A new password</h1>
      <p className="dim">Setting it signs you out everywhere, and whoever else may have been in.</p>
      <EntryForm {...entry}>
        <Field id="password" label={labels.newPassword} hint={newPasswordHint} error={errors.password?.message}>
          <input
            {...control('password')}
            type="password"
            autoComplete="new-password"
            {...(!errors.password && { 'aria-describedby': 'password-hint' })}
          />
        </Field>
        <Button type="submit" wide waiting={reset.isPending && 'Setting it'}>
          Set the password
        </Button>
      </EntryForm>
      <p className="small">
        The link is over? <Link href="/reset-password">Ask for a new one</Link>
      </p>
    </>
  )
}
