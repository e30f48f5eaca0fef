'use client'

import type { OrderPath } from '@switchyard/contracts/lab-operations'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useGatewayClient } from '~/gateway-browser'
import { keepBadge, staffBadge } from '~/office/staff-badge'
import { refusalOf } from '../refusal'
import type { Figures, Told } from './events-goals'
import { type Hearer, heardBy } from './news'

interface Retelling {
  to: Hearer
  path: OrderPath
  /** Until when, by the shop's clock. */
  until: string
  count: () => Promise<Figures>
}

/** Has one subscriber told once more everything since an order was placed. The visitor becomes staff on the way. */
export function useRetelling() {
  const client = useGatewayClient()
  const [told, setTold] = useState<{ orderId: string; told: Told }>()
  const tell = useMutation({
    mutationFn: async ({ to, path, until, count }: Retelling) => {
      if (!staffBadge()) keepBadge(await client.lab.takeBadge.mutate({}))
      const before = await count()
      const { messages } = await client.events.replay.mutate({ to, from: path.placedAt, until })
      setTold({ orderId: path.orderId, told: { to, messages, before, heard: heardBy(path, to) } })
    },
  })
  return {
    /** The newest replay, if it was about this order. */
    toldOf: (orderId: string | undefined): Told | undefined => (told?.orderId === orderId ? told?.told : undefined),
    tell: (retelling: Retelling) => tell.mutate(retelling),
    telling: tell.isPending,
    refused: tell.error ? refusalOf(tell.error) : undefined,
  }
}
