import type { Metadata } from 'next'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { AuthorizationView } from '~/lab/authorization/authorization-view'
import { readPromised } from '~/lab/authorization/read-promised'

export const metadata: Metadata = { title: 'Authorization, Lab' }

/** Who may do what: the table as it was promised by hand, beside what this shop answers now. */
export default async function AuthorizationPage() {
  const questions = gateway()
  const asked = queryClient()
  const [promised] = await Promise.all([
    readPromised(),
    asked.prefetchQuery(questions.lab.system.queryOptions({})),
    asked.prefetchQuery(questions.lab.operations.queryOptions({})),
    asked.prefetchQuery(questions.account.me.queryOptions({})),
  ])
  return (
    <main id="main">
      <Hydrate>
        <AuthorizationView promised={promised} />
      </Hydrate>
    </main>
  )
}
