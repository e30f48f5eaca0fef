import type { Metadata } from 'next'
import { AccountFrame } from '~/account/account-frame'
import { personHere } from '~/account/who-is-here'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { SecondFactorView } from '~/second-factor/second-factor-view'

export const metadata: Metadata = { title: 'Second factor' }

/** What sign-in asks for after the password. */
export default async function SecondFactorPage() {
  const person = await personHere('/account/second-factor')
  await queryClient().prefetchQuery(gateway().account.secondFactor.queryOptions({}))
  return (
    <AccountFrame person={person} title="Second factor">
      <Hydrate>
        <SecondFactorView />
      </Hydrate>
    </AccountFrame>
  )
}
