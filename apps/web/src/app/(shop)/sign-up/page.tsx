import type { Metadata } from 'next'
import { EntryWall } from '~/account/entry-wall'
import { SignUpView } from '~/account/sign-up-view'
import { env } from '~/env'

export const metadata: Metadata = { title: 'Make an account' }

/** Where accounts are made. */
export default function SignUpPage() {
  return (
    <EntryWall print={{ slug: 'contour-no-2', title: 'Contour No. 2', collection: 'Contours' }}>
      <SignUpView lab={env().labEnabled} />
    </EntryWall>
  )
}
