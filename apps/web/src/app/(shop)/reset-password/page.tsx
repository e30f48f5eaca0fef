import type { Metadata } from 'next'
import { AskResetView } from '~/account/ask-reset-view'
import { EntryWall } from '~/account/entry-wall'
import { SetPasswordView } from '~/account/set-password-view'
import { env } from '~/env'

export const metadata: Metadata = { title: 'A new password', robots: { index: false }, referrer: 'no-referrer' }

/** Asks for a reset; with the token of a mailed link, sets the password. */
export default async function ResetPasswordPage({ searchParams }: PageProps<'/reset-password'>) {
  const { token } = await searchParams
  return (
    <EntryWall print={{ slug: 'moon-no-11', title: 'Moon No. 11', collection: 'Moons' }}>
      {typeof token === 'string' ? <SetPasswordView token={token} /> : <AskResetView lab={env().labEnabled} />}
    </EntryWall>
  )
}
