'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { Button } from '~/components/button'
import { Field } from '~/components/field'
import { failureCode } from '~/gateway'
import { useGateway } from '~/gateway-browser'
import { signInCodePath } from '~/paths'
import { labels, SignInForm } from './account-forms'
import { EntryForm, useEntryForm } from './entry-form'
import { LocalKeys } from './local-keys'

const wrong = {
  field: 'password',
  words: 'E-mail and password do not fit together, or the address was not confirmed yet.',
} as const

interface SignInViewProps {
  /** Where to go afterwards: a page of this shop. */
  next: string
  /** Shows the accounts that every local copy has. */
  lab: boolean
}

/** Signs in, and goes on with a new page: nothing that this one knew of a guest stays. */
export function SignInView({ next, lab }: SignInViewProps) {
  const gateway = useGateway()
  const router = useRouter()
  const signIn = useMutation({
    ...gateway.account.signIn.mutationOptions(),
    onSuccess: () => window.location.assign(next),
    onError: (error) => asksForCode(error) && router.push(signInCodePath(next)),
  })
  const goesOn = signIn.isSuccess || asksForCode(signIn.error)
  const error = goesOn ? null : signIn.error
  const entry = useEntryForm({
    ...{ schema: SignInForm, values: { email: '', password: '' }, error, wrong },
    onDone: (values) => signIn.mutate(values),
  })
  const { control, errors, fill } = entry
  return (
    <>
      <EntryForm {...entry}>
        <Field id="email" label={labels.email} error={errors.email?.message}>
          <input {...control('email')} type="email" autoComplete="username" />
        </Field>
        <Field id="password" label={labels.password} error={errors.password?.message}>
          <input {...control('password')} type="password" autoComplete="current-password" />
        </Field>
        <Button type="submit" wide waiting={(signIn.isPending || goesOn) && 'Signing you in'}>
          Sign in
        </Button>
      </EntryForm>
      <p className="row between small">
        <Link href="/sign-up">Make an account</Link>
        <Link href="/reset-password">Forgotten the password?</Link>
      </p>
      {lab && <LocalKeys onTake={fill} />}
    </>
  )
}

const asksForCode = (error: unknown) => error !== null && failureCode(error) === 'second_factor_asked'
