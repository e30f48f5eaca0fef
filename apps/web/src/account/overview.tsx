'use client'

import type { Person } from '@switchyard/contracts/account'
import { useMutation } from '@tanstack/react-query'
import { Button } from '~/components/button'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from '~/lab/refusal'
import { RefusedNotice } from '~/lab/refused-notice'
import { formatDate } from '~/time'
import { ChangePassword } from './change-password'
import { leaveBrowser } from './leave-browser'

/** Who one is to the shop, the way out, and the password. */
export function Overview({ person }: { person: Person }) {
  const gateway = useGateway()
  const signOut = useMutation({
    ...gateway.account.signOut.mutationOptions(),
    onSuccess: () => leaveBrowser('/'),
  })
  return (
    <>
      <dl className="ac-l">
        <Fact name="Name">{person.name}</Fact>
        <Fact name="E-mail">{person.email}</Fact>
        <Fact name="With us since">{formatDate(person.since)}</Fact>
        {person.role !== 'shopper' && <Fact name="Works here as">{person.role}</Fact>}
      </dl>
      <p className="row">
        <Button
          look="quiet"
          onClick={() => signOut.mutate({})}
          waiting={(signOut.isPending || signOut.isSuccess) && 'Signing you out'}
        >
          Sign out
        </Button>
      </p>
      <RefusedNotice refused={signOut.error ? refusalOf(signOut.error) : undefined} />
      <ChangePassword email={person.email} />
    </>
  )
}

const Fact = ({ name, children }: { name: string; children: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
