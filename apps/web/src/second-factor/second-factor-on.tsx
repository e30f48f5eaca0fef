'use client'

import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ArrivingHeading } from '~/components/arriving-heading'
import { Button } from '~/components/button'
import { StateDot } from '~/components/state-dot'
import { useGateway } from '~/gateway-browser'
import { PasswordForm } from './password-form'
import { TurnOff } from './turn-off'

interface SecondFactorOnProps {
  /** Recovery codes that were not used. */
  left: number
  onRenewed: (codes: readonly string[]) => void
  onOff: () => void
}

/** How it stands with a second factor that is on, and what can be done about it. */
export function SecondFactorOn({ left, onRenewed, onOff }: SecondFactorOnProps) {
  const [open, setOpen] = useState<'renew' | 'off'>()
  return (
    <ul className="ac-r" aria-label="Your second factor">
      <Row
        title={<StateDot state="ok">It is on</StateDot>}
        text="After the password, sign-in asks for a code of your authenticator app."
        act="Turn it off"
        onAct={() => setOpen('off')}
      >
        {open === 'off' && <TurnOff onOff={onOff} onShut={() => setOpen(undefined)} />}
      </Row>
      <Row
        title={left === 1 ? 'One recovery code left' : `${left} recovery codes left`}
        text="Each signs you in once without the app. New ones replace those from before."
        act="Make new ones"
        onAct={() => setOpen('renew')}
      >
        {open === 'renew' && <Renew onRenewed={onRenewed} />}
      </Row>
    </ul>
  )
}

interface RowProps {
  title: ReactNode
  text: string
  act: string
  onAct: () => void
  /** What is open in place of the button. */
  children: ReactNode
}

const Row = ({ title, text, act, onAct, children }: RowProps) => (
  <li>
    <div>
      <b>{title}</b>
      <span className="small dim">{text}</span>
    </div>
    {children || (
      <Button small look="quiet" onClick={onAct}>
        {act}
      </Button>
    )}
  </li>
)

function Renew({ onRenewed }: Pick<SecondFactorOnProps, 'onRenewed'>) {
  const gateway = useGateway()
  const renew = useMutation({
    ...gateway.account.renewRecoveryCodes.mutationOptions(),
    onSuccess: ({ recoveryCodes }) => onRenewed(recoveryCodes),
  })
  return (
    <div className="ac-f sf-o">
      <ArrivingHeading>New recovery codes</ArrivingHeading>
      <PasswordForm
        act="Make new ones"
        acting={renew.isPending && 'Making them'}
        error={renew.error}
        onDone={renew.mutate}
      />
    </div>
  )
}
