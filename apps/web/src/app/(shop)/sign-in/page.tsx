import type { Metadata, Route } from 'next'
import { redirect } from 'next/navigation'
import { EntryWall } from '~/account/entry-wall'
import { SignInView } from '~/account/sign-in-view'
import { whoIsHere } from '~/account/who-is-here'
import { env } from '~/env'
import { ownPath } from '~/own-path'

export const metadata: Metadata = { title: 'Sign in' }

/** The door; whoever is in already goes on to where they wanted to. */
export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const asked = (await searchParams).next
  const next = ownPath(typeof asked === 'string' ? asked : null, '/account')
  // While nobody can tell who is here, the door stays where it is.
  if (await whoIsHere().catch(() => null)) redirect(next as Route)
  return (
    <EntryWall print={{ slug: 'selvedge-no-13', title: 'Selvedge No. 13', collection: 'Selvedges' }}>
      <h1>Come in</h1>
      <p className="dim">You can buy without an account. With one, your orders stay together.</p>
      <SignInView next={next} lab={env().labEnabled} />
    </EntryWall>
  )
}
