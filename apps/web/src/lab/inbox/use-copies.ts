'use client'

import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway, useGatewayClient } from '~/gateway-browser'
import { refusalOf } from '../refusal'
import type { InboxStory, Round } from './inbox-goals'

interface Placed {
  orderId: string
  accessToken: string
}

/** Beside the first delivery: five in all. */
const copies = 4
const email = 'inbox@halftone.test'

/** Places an order, has all its messages delivered again, and keeps what each press came to. */
export function useCopies() {
  const client = useGatewayClient()
  const gateway = useGateway()
  const queries = useQueryClient()
  const [placed, setPlaced] = useState<Placed>()
  const [rounds, setRounds] = useState<readonly Round[]>([])
  const path = useQuery({
    ...gateway.lab.orderPath.queryOptions(placed ?? skipToken),
    refetchInterval: 500,
  })
  const mails = useQuery({
    ...gateway.lab.mailbox.queryOptions(placed ? { to: email } : skipToken),
    refetchInterval: 1_000,
  })
  const place = useMutation({
    mutationFn: async () => {
      const { orderId, accessToken } = await client.orders.place.mutate(wish)
      setPlaced({ orderId, accessToken })
      setRounds([])
    },
  })
  const copy = useMutation({
    mutationFn: async () => {
      if (!placed || !path.data) return
      const { status } = path.data
      const delivered = await client.lab.copyMessages.mutate({ ...placed, copies })
      setRounds((before) => [...before, { delivered, status }])
    },
  })
  const cancel = useMutation({
    mutationFn: async () => {
      if (!placed) return
      await client.orders.cancel.mutate(placed)
      await queries.invalidateQueries({ queryKey: gateway.lab.orderPath.queryKey(placed) })
    },
  })
  const error = place.error ?? copy.error ?? cancel.error
  const own = mails.data?.filter(({ orderId }) => orderId === placed?.orderId).length ?? 0
  const story: InboxStory = { path: placed && path.data, rounds, mails: own }
  return {
    story,
    at: path.dataUpdatedAt,
    place: () => place.mutate(),
    placing: place.isPending,
    copy: () => copy.mutate(),
    copying: copy.isPending,
    cancel: () => cancel.mutate(),
    cancelling: cancel.isPending,
    refused: error ? refusalOf(error) : undefined,
  }
}

/** One print of a large edition, for nobody. */
const wish = {
  lines: [{ sku: 'selvedge-no-5-a3', quantity: 1 }],
  contact: { name: 'A visitor of the lab', email },
  address: { line1: '1 Laboratory Road', city: 'Vienna', postalCode: '1070', country: 'EU' },
  payment: { token: 'tok_ok' },
}
