'use client'

import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '~/components/button'
import { Field, fieldProps } from '~/components/field'
import { Notice } from '~/components/notice'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from '~/lab/refusal'
import { RefusedNotice } from '~/lab/refused-notice'
import { BehindOfficeDoor, type OfficePass } from './behind-office-door'

/** The sessions of others: admins end them; others on the staff see whom to ask, and everybody else the door. */
export const PeopleView = () => <BehindOfficeDoor>{(pass) => <People pass={pass} />}</BehindOfficeDoor>

const People = ({ pass }: { pass: OfficePass }) => (
  <div className="page sales">
    <header className="ph">
      <h1>People</h1>
    </header>
    <p className="dim">
      Somebody has lost a phone, or writes that a stranger is in their account? Admins can end all its sessions. Whoever
      knows the password can come back, so ask the owner to choose a new one.
    </p>
    {pass.by?.startsWith('admin:') ? <EndSessions /> : <p>You are not an admin: ask one to do it for you.</p>}
  </div>
)

function EndSessions() {
  const gateway = useGateway()
  const [email, setEmail] = useState('')
  const end = useMutation(gateway.account.endSessionsOf.mutationOptions())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    end.mutate({ email: email.trim() })
  }
  return (
    <form className="sales-r" aria-label="End somebody’s sessions" onSubmit={submit}>
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
      <Button type="submit" look="danger" waiting={end.isPending && 'Signing them out'}>
        Sign them out everywhere
      </Button>
      <RefusedNotice refused={end.error ? refusalOf(end.error) : undefined} />
      <div role="status">
        {end.data && (
          <Notice tone="ok" title={end.data.ended === 0 ? 'They were signed in nowhere' : 'They are signed out'}>
            {endedWords(end.data.ended)}
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
