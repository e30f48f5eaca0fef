'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useGatewayClient } from '~/gateway-browser'
import { keepBadge, staffBadge } from '~/office/staff-badge'
import { cancelHurt } from '../cancel-hurt'
import { healFault } from '../heal-fault'
import { refusalOf } from '../refusal'
import { type Cause, harmTo, orderToCancel } from './poison'

/** The order whose message was hurt, and by what. */
export interface Poisoned {
  orderId: string
  accessToken: string
  cause: Cause
  faultId: string
}

/** Orders a print, hurts the one message that will tell of its end, and cancels the order. The visitor becomes staff on the way. */
export function usePoison() {
  const client = useGatewayClient()
  const [step, setStep] = useState<string>()
  const [poisoned, setPoisoned] = useState<Poisoned>()
  const run = useMutation({
    mutationFn: async (cause: Cause) => {
      if (!staffBadge()) keepBadge(await client.lab.takeBadge.mutate({}))
      const harm = (orderId: string) => harmTo(orderId, cause)
      setPoisoned({ ...(await cancelHurt(client, { order: orderToCancel, harmTo: harm, step: setStep })), cause })
    },
  })
  const heal = useMutation({ mutationFn: (id: string) => healFault(client, id) })
  const error = run.error ?? heal.error
  return {
    poisoned,
    run: (cause: Cause) => run.mutate(cause),
    /** What is being done right now. */
    doing: run.isPending ? (step ?? 'Beginning') : undefined,
    heal: () => poisoned && heal.mutate(poisoned.faultId),
    /** Whether the cause of the newest harm is gone. */
    healed: heal.isSuccess && heal.variables === poisoned?.faultId,
    refused: error ? refusalOf(error) : undefined,
  }
}
