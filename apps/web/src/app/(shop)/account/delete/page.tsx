import type { Metadata } from 'next'
import { AccountFrame } from '~/account/account-frame'
import { FarewellView } from '~/account/farewell-view'
import { personHere } from '~/account/who-is-here'

export const metadata: Metadata = { title: 'Delete your account' }

/** The way out of our books. */
export default async function DeletePage() {
  const person = await personHere('/account/delete')
  return (
    <AccountFrame person={person} title="Delete your account">
      <FarewellView email={person.email} />
    </AccountFrame>
  )
}
