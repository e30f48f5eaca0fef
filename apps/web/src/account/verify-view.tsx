'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { Button } from '~/components/button'
import { Field } from '~/components/field'
import { useGateway } from '~/gateway-browser'
import { ConfirmForm, labels } from './account-forms'
import { EntryDone } from './entry-done'
import { EntryForm, useEntryForm } from './entry-form'

const wrong = {
  field: 'password',
  words: 'This is not the password that was chosen with this link. You can sign up once more and choose another.',
} as const

/**
 * Uses a mailed link, for whoever chose the password: nobody opens an account for a stranger by pressing what came in the
 * mail. To look at the page uses nothing up, as programs that look through mails do.
 */
export function VerifyView({ token }: { token: string }) {
  const gateway = useGateway()
  const verify = useMutation(gateway.account.verifyEmail.mutationOptions())
  const entry = useEntryForm({
    ...{ schema: ConfirmForm, values: { password: '' }, error: verify.error, wrong },
    onDone: ({ password }) => verify.mutate({ token, password }),
  })
  const { control, errors } = entry
  if (verify.isSuccess) {
    return (
      <EntryDone title="Your account is open">
        The address is confirmed. Sign in with the password that you chose.
      </EntryDone>
    )
  }
  return (
    <>
      <h1>Your password once more</h1>
      <p className="dim">
        The one that you chose when you asked for the account. It confirms that both are yours, address and account.
      </p>
      <EntryForm {...entry}>
        <Field id="password" label={labels.password} error={errors.password?.message}>
          <input {...control('password')} type="password" autoComplete="current-password" />
        </Field>
        <Button type="submit" wide waiting={verify.isPending && 'Opening it'}>
          Open my account
        </Button>
      </EntryForm>
      <p className="small">
        The link is over, or the password forgotten? <Link href="/sign-up">Sign up once more</Link>
      </p>
    </>
  )
}
