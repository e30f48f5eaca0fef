'use client'

import { useMutation } from '@tanstack/react-query'
import { Button } from '~/components/button'
import { Field } from '~/components/field'
import { Notice } from '~/components/notice'
import { useGateway } from '~/gateway-browser'
import { ChangePasswordForm, labels } from './account-forms'
import { EntryForm, useEntryForm } from './entry-form'
import { newPasswordHint } from './password-hint'

const wrong = { field: 'currentPassword', words: 'This is not the password that you have now.' } as const
const empty = { currentPassword: '', newPassword: '' }

/** Sets another password, and signs out every browser but this one. */
export function ChangePassword({ email }: { email: string }) {
  const gateway = useGateway()
  const change = useMutation(gateway.account.changePassword.mutationOptions())
  const entry = useEntryForm({
    ...{ schema: ChangePasswordForm, values: empty, error: change.error, wrong },
    onDone: (values) => change.mutate(values),
  })
  const { control, errors } = entry
  return (
    <section className="ac-s" aria-labelledby="change-password">
      <h2 id="change-password">Another password</h2>
      {!change.isSuccess && (
        <EntryForm {...entry}>
          {/* Lets a password store know whose password it is. */}
          <input hidden readOnly value={email} autoComplete="username" />
          <Field id="currentPassword" label={labels.currentPassword} half error={errors.currentPassword?.message}>
            <input {...control('currentPassword')} type="password" autoComplete="current-password" />
          </Field>
          <Field id="newPassword" label={labels.newPassword} half error={errors.newPassword?.message}>
            <input {...control('newPassword')} type="password" autoComplete="new-password" />
          </Field>
          <div className="row between">
            <p className="small dim">{newPasswordHint} Other browsers are signed out.</p>
            <Button type="submit" look="quiet" waiting={change.isPending && 'Setting it'}>
              Set it
            </Button>
          </div>
        </EntryForm>
      )}
      <div role="status">
        {change.isSuccess && (
          <Notice tone="ok" title="It is set">
            Every other browser was signed out.
          </Notice>
        )}
      </div>
    </section>
  )
}
