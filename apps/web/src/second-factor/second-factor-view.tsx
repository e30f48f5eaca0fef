'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Notice } from '~/components/notice'
import { useGateway } from '~/gateway-browser'
import { RecoveryCodes } from './recovery-codes'
import { SecondFactorOn } from './second-factor-on'
import { TurnOn } from './turn-on'

/** Whether sign-in asks for a code, the way to change that, and the recovery codes for as long as they are looked at. */
export function SecondFactorView() {
  const gateway = useGateway()
  const queries = useQueryClient()
  const { data, isError } = useQuery(gateway.account.secondFactor.queryOptions({}))
  const [codes, setCodes] = useState<readonly string[]>()
  const [wasTurnedOff, setWasTurnedOff] = useState(false)
  const look = () => queries.invalidateQueries({ queryKey: gateway.account.secondFactor.pathKey() })
  const turnedOff = () => {
    setWasTurnedOff(true)
    void look()
  }
  const show = (fresh: readonly string[]) => {
    setCodes(fresh)
    setWasTurnedOff(false)
    void look()
  }
  if (codes) return <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />
  if (!data) return isError ? <NotSeen /> : null
  if (data.on) return <SecondFactorOn left={data.recoveryCodesLeft} onRenewed={show} onOff={turnedOff} />
  return (
    <>
      {data.required && (
        <Notice tone="warn" title="Whoever works here needs one">
          Until it is on, the office stays shut and this is an account like any other.
        </Notice>
      )}
      {wasTurnedOff && (
        <Notice tone="ok" role="status" title="It is off">
          Sign-in asks for the password alone.
        </Notice>
      )}
      <TurnOn onOn={show} />
    </>
  )
}

const NotSeen = () => (
  <Notice tone="warn" role="status" title="We cannot see your second factor right now">
    It is as it was. Please come back in a moment.
  </Notice>
)
