import type { Metadata } from 'next'
import { AccountFrame } from '~/account/account-frame'
import { Overview } from '~/account/overview'
import { personHere } from '~/account/who-is-here'

export const metadata: Metadata = { title: 'Your account' }

/** Somebody's account. */
export default async function AccountPage() {
  const person = await personHere('/account')
  return (
    <AccountFrame person={person} title={`Hello, ${person.name}`}>
      <Overview person={person} />
    </AccountFrame>
  )
}
