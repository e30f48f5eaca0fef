'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '~/components/button'
import { Field, fieldProps } from '~/components/field'
import { Notice } from '~/components/notice'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from '~/lab/refusal'
import { RefusedNotice } from '~/lab/refused-notice'
import { BehindOfficeDoor, type OfficePass } from './behind-office-door'

/** The accounts of others: admins end their sessions, and take second factors away; others on the staff see whom to ask, and everybody else the door. */
export const PeopleView = () => <BehindOfficeDoor>{(pass) => <People pass={pass} />}</BehindOfficeDoor>

const People = ({ pass }: { pass: OfficePass }) => (
  <div className="page sales">
    <header className="ph">
      <h1>People</h1>
    </header>
    <p className="dim">
      Somebody has lost a phone, or writes that a stranger is in their account? Admins can end all its sessions, and
      take its second factor away. Whoever knows the password can come back, so ask the owner to choose a new one; and
      be sure that it is the owner who asks.
    </p>
    {pass.by?.startsWith('admin:') ? <OnePerson /> : <p>You are not an admin: ask one to do it for you.</p>}
  </div>
)

function OnePerson() {
  const [email, setEmail] = useState('')
  const gateway = useGateway()
  const end = useMutation(gateway.account.endSessionsOf.mutationOptions())
  const remove = useMutation(gateway.account.removeSecondFactorOf.mutationOptions())
  /** What was said about the one is no word about the other. */
  const act = (deed: typeof end | typeof remove) => () => {
    for (const one of [end, remove]) one.reset()
    deed.mutate({ email: email.trim() })
  }
  const refused = end.error ?? remove.error
  return (
    <form className="sales-r" aria-label="Somebody’s account">
      <Field id="person-email" label="E-mail of the account">
        <input
          {...fieldProps('person-email')}
          type="email"
          required
          maxLength={254}
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <div className="row">
        <Button type="submit" formAction={act(end)} look="danger" waiting={end.isPending && 'Signing them out'}>
          Sign them out everywhere
        </Button>
        <Button type="submit" formAction={act(remove)} look="danger" waiting={remove.isPending && 'Taking it away'}>
          Take their second factor away
        </Button>
      </div>
      <RefusedNotice refused={refused ? refusalOf(refused) : undefined} />
      <div role="status">
        {end.data && (
          <Notice tone="ok" title={end.data.ended === 0 ? 'They were signed in nowhere' : 'They are signed out'}>
            {endedWords(end.data.ended)}
          </Notice>
        )}
        {remove.data && (
          <Notice tone="ok" title={remove.data.removed ? 'It is taken away' : 'They had none'}>
            {remove.data.removed
              ? 'They sign in with the password alone, and were told so by mail.'
              : 'Nothing was changed but that every session has ended.'}
          </Notice>
        )}
      </div>
    </form>
  )
}

const endedWords = (ended: number) =>
  ended === 0
    ? 'There was no session to end.'
    : `${ended} ${ended === 1 ? 'session' : 'sessions'} ended, within a second.`
