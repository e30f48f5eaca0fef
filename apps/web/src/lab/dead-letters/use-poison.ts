'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useGatewayClient } from '~/gateway-browser'
import { keepBadge, staffBadge } from '~/office/staff-badge'
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
      setStep('Ordering a print')
      const { orderId, accessToken } = await client.orders.place.mutate(orderToCancel)
      setStep('Waiting until it is confirmed')
      await settled(async () => (await client.orders.byId.query({ orderId, accessToken })).status)
      setStep('Cancelling it')
      const { id } = await client.lab.injectFault.mutate(harmTo(orderId, cause))
      await client.orders.cancel.mutate({ orderId, accessToken })
      setPoisoned({ orderId, accessToken, cause, faultId: id })
    },
  })
  const heal = useMutation({ mutationFn: (id: string) => client.lab.healFault.mutate({ id }) })
  return {
    poisoned,
    run: (cause: Cause) => run.mutate(cause),
    /** What is being done right now. */
    doing: run.isPending ? (step ?? 'Beginning') : undefined,
    heal: () => poisoned && heal.mutate(poisoned.faultId),
    /** Whether the cause of the newest harm is gone. */
    healed: heal.isSuccess && heal.variables === poisoned?.faultId,
    refused: run.error ? refusalOf(run.error) : undefined,
  }
}

const everyMs = 250
const triesMax = 120

/** Resolves once an order waits for nothing any more. */
async function settled(statusOf: () => Promise<string>): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    if (!['pending', 'reserved', 'paid'].includes(await statusOf())) return
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
