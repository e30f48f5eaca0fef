import type { Metadata } from 'next'
import { PeopleView } from '~/office/people-view'

export const metadata: Metadata = { title: 'People, Office' }

/** What admins can do for somebody whose account is in strange hands. */
export default function PeoplePage() {
  return (
    <main id="main">
      <PeopleView />
    </main>
  )
}
