import type { Metadata, Route } from 'next'
import { redirect } from 'next/navigation'
import { EntryWall } from '~/account/entry-wall'
import { showsChallenge } from '~/account/who-is-here'
import { ownPath } from '~/own-path'
import { signInPath } from '~/paths'
import { SignInCodeView } from '~/second-factor/sign-in-code-view'

export const metadata: Metadata = { title: 'Sign in: your code' }

/** The second step of a sign-in; without the first there is nothing to do here. */
export default async function SignInCodePage({ searchParams }: PageProps<'/sign-in/code'>) {
  const asked = (await searchParams).next
  const next = ownPath(typeof asked === 'string' ? asked : null, '/account')
  if (!(await showsChallenge())) redirect(signInPath(next as Route))
  return (
    <EntryWall print={{ slug: 'selvedge-no-13', title: 'Selvedge No. 13', collection: 'Selvedges' }}>
      <SignInCodeView next={next} />
    </EntryWall>
  )
}
