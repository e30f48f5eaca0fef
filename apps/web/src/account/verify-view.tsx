'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { Button, buttonClass } from '~/components/button'
import { Notice } from '~/components/notice'
import { useAlive } from '~/components/use-alive'
import { failureCode } from '~/gateway'
import { useGateway } from '~/gateway-browser'
import { entryFaults } from './entry-faults'

/** Uses a mailed link. Only a press does it: programs that look through mails open links too, and this one works once. */
export function VerifyView({ token }: { token: string }) {
  const gateway = useGateway()
  const alive = useAlive()
  const verify = useMutation(gateway.account.verifyEmail.mutationOptions())
  const isOver = verify.error !== null && failureCode(verify.error) === 'not_found'
  const refused = verify.error ? entryFaults(verify.error, { names: [] }).notice : undefined
  if (verify.isSuccess) {
    return (
      <div role="status" className="si-d">
        <h1>Your account is open</h1>
        <p className="dim">The address is confirmed. Sign in with the password that you chose.</p>
        <Link className={buttonClass({ wide: true })} href="/sign-in">
          Sign in
        </Link>
      </div>
    )
  }
  return (
    <>
      <h1>One press</h1>
      <p className="dim">It confirms that the address is yours, and opens your account.</p>
      {refused && (
        <Notice tone="bad" role="alert" title={refused.title}>
          {refused.text}
        </Notice>
      )}
      {isOver ? (
        <Link className={buttonClass({ wide: true })} href="/sign-up">
          To the sign-up
        </Link>
      ) : (
        <Button
          wide
          disabled={!alive}
          onClick={() => verify.mutate({ token })}
          waiting={verify.isPending && 'Confirming it'}
        >
          Confirm my address
        </Button>
      )}
    </>
  )
}
