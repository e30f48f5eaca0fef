'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway, useGatewayClient } from '~/gateway-browser'
import { rememberOrder } from '~/order/remembered-orders'
import { refusalOf } from '../refusal'
import type { Tried } from './saga-goals'

/** What can be done to an order that was placed here. */
export type Move = 'cancel' | 'shipped' | 'delivered' | 'return'

interface Placed {
  token: string
  access: { orderId: string; accessToken: string }
}

/** Places an order in the lab, follows its saga twice a second, and moves it on. */
export function useSagaOrder() {
  const client = useGatewayClient()
  const gateway = useGateway()
  const queries = useQueryClient()
  const [placed, setPlaced] = useState<Placed>()
  const { data: path, dataUpdatedAt: at } = useQuery({
    ...gateway.lab.orderPath.queryOptions(placed?.access ?? { orderId: '' }),
    enabled: placed !== undefined,
    refetchInterval: 500,
  })
  const place = useMutation({
    mutationFn: async (token: string) => {
      const order = { ...wish, payment: { token } }
      const { orderId, number, accessToken } = await client.orders.place.mutate(order, keyed())
      rememberOrder({ orderId, number, accessToken })
      setPlaced({ token, access: { orderId, accessToken } })
    },
  })
  const move = useMutation({
    mutationFn: async (to: Move) => {
      if (!placed) return
      if (to === 'cancel' || to === 'return') await client.orders[to].mutate(placed.access, keyed())
      else await client.lab.moveParcel.mutate({ ...placed.access, to })
      await queries.invalidateQueries({ queryKey: gateway.lab.orderPath.queryKey(placed.access) })
    },
  })
  const tried: Tried | undefined = placed && path && { token: placed.token, path }
  const error = place.error ?? move.error
  return {
    tried,
    at,
    place: place.mutate,
    placing: place.isPending,
    move: move.mutate,
    /** What is being done right now. */
    moving: move.isPending ? move.variables : undefined,
    refused: error ? refusalOf(error) : undefined,
  }
}

/** One print of a large edition, for nobody. */
const wish = {
  lines: [{ sku: 'bristle-no-9-a3', quantity: 1 }],
  contact: { name: 'A visitor of the lab', email: 'lab@example.org' },
  address: { line1: '1 Laboratory Road', city: 'Vienna', postalCode: '1070', country: 'EU' },
}

const keyed = () => ({ context: { idempotencyKey: crypto.randomUUID() } })
