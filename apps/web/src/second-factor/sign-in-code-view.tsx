'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { AppCodeForm, RecoveryCodeForm } from '~/account/account-forms'
import { EntryForm, useEntryForm } from '~/account/entry-form'
import { Button } from '~/components/button'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from '~/lab/refusal'
import { signInPath } from '~/paths'
import { CodeField } from './code-field'

/** The second step of a sign-in: a code of the app or, for who has lost it, a recovery code. */
export function SignInCodeView({ next }: { next: string }) {
  const [isLost, setIsLost] = useState(false)
  return (
    <>
      <h1>And your code</h1>
      <CodeStep key={String(isLost)} isLost={isLost} next={next} />
      <p className="row between small">
        <Button small look="quiet" onClick={() => setIsLost(!isLost)}>
          {isLost ? 'Use the authenticator app' : 'Use a recovery code instead'}
        </Button>
        <Link href={signInPath(next)}>Begin again</Link>
      </p>
    </>
  )
}

/** Goes on with a new page, as any sign-in does. */
function CodeStep({ isLost, next }: { isLost: boolean; next: string }) {
  const gateway = useGateway()
  const confirm = useMutation({
    ...gateway.account.confirmSignIn.mutationOptions(),
    onSuccess: () => window.location.assign(next),
  })
  const { control, errors, ...entry } = useEntryForm({
    ...{ schema: isLost ? RecoveryCodeForm : AppCodeForm, values: { code: '' }, error: confirm.error },
    wrong: { field: 'code', words: refusalOf(confirm.error) },
    onDone: (values) => confirm.mutate(values),
  })
  return (
    <EntryForm errors={errors} {...entry}>
      <CodeField control={control('code')} error={errors.code?.message} {...(isLost && { recovery: 'instead' })} />
      <Button type="submit" wide waiting={(confirm.isPending || confirm.isSuccess) && 'Signing you in'}>
        Sign in
      </Button>
    </EntryForm>
  )
}
