import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { EntryWall } from '~/account/entry-wall'
import { VerifyView } from '~/account/verify-view'

export const metadata: Metadata = { title: 'Confirm your address', robots: { index: false }, referrer: 'no-referrer' }

/** Where the link of a sign-up mail leads. */
export default async function VerifyPage({ searchParams }: PageProps<'/sign-up/verify'>) {
  const { token } = await searchParams
  if (typeof token !== 'string') redirect('/sign-up')
  return (
    <EntryWall print={{ slug: 'contour-no-2', title: 'Contour No. 2', collection: 'Contours' }}>
      <VerifyView token={token} />
    </EntryWall>
  )
}
