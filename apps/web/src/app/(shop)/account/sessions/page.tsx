import type { Metadata } from 'next'
import { AccountFrame } from '~/account/account-frame'
import { SessionList } from '~/account/session-list'
import { personHere } from '~/account/who-is-here'
import { gateway, Hydrate, queryClient } from '~/gateway-server'

export const metadata: Metadata = { title: 'Where you are signed in' }

/** Every browser in which this person is signed in. */
export default async function SessionsPage() {
  const person = await personHere('/account/sessions')
  await queryClient().prefetchQuery(gateway().account.sessions.queryOptions({}))
  return (
    <AccountFrame person={person} title="Where you are signed in">
      <Hydrate>
        <SessionList />
      </Hydrate>
    </AccountFrame>
  )
}
