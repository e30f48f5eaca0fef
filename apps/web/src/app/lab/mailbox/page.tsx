import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { MailboxView } from '~/lab/mailbox-view'

export const metadata: Metadata = { title: 'Mailbox' }

/** The local mailbox. */
export default async function MailboxPage() {
  await queryClient().prefetchQuery(gateway().lab.mailbox.queryOptions({}))
  return (
    <main id="main">
      <Hydrate>
        <MailboxView />
      </Hydrate>
    </main>
  )
}
