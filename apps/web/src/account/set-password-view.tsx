'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { Button } from '~/components/button'
import { useGateway } from '~/gateway-browser'
import { labels, NewPasswordForm } from './account-forms'
import { EntryDone } from './entry-done'
import { EntryForm, useEntryForm } from './entry-form'
import { NewPasswordField } from './new-password-field'

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
      <EntryDone title="It is set">
        Every browser was signed out. From now on only the new password opens your account.
      </EntryDone>
    )
  }
  return (
    <>
      <h1>A new password</h1>
      <p className="dim">Setting it signs you out everywhere, and whoever else may have been in.</p>
      <EntryForm {...entry}>
        <NewPasswordField label={labels.newPassword} control={control('password')} error={errors.password?.message} />
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
