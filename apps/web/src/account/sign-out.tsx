'use client'

import { useMutation } from '@tanstack/react-query'
import { Button } from '~/components/button'
import { useGateway } from '~/gateway-browser'
import { leaveBrowser } from './leave-browser'

/** The way out, on every page that asks who one is. */
export function SignOut() {
  const gateway = useGateway()
  const signOut = useMutation({
    ...gateway.account.signOut.mutationOptions(),
    onSuccess: () => leaveBrowser('/'),
  })
  return (
    <Button
      small
      look="quiet"
      aria-live="polite"
      onClick={() => signOut.mutate({})}
      waiting={(signOut.isPending || signOut.isSuccess) && 'Signing you out'}
    >
      {signOut.isError ? 'Still signed in: try again' : 'Sign out'}
    </Button>
  )
}
