'use client'

import { skipToken, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useGateway, useGatewayClient } from '~/gateway-browser'
import { cancelHurt } from '../cancel-hurt'
import { healFault } from '../heal-fault'
import { refusalOf } from '../refusal'
import { type Hearer, harmTo, orderToCancel } from './news'

/** The order that the news is about. */
export interface NewsOrder {
  orderId: string
  accessToken: string
  email: string
  hurt: Hearer
  faultId: string
}

/** Orders a print, hurts one of those who will hear of its end, and cancels the order. */
export function useNews() {
  const client = useGatewayClient()
  const gateway = useGateway()
  const [step, setStep] = useState<string>()
  const [order, setOrder] = useState<NewsOrder>()
  const run = useMutation({
    mutationFn: async (hurt: Hearer) => {
      const email = `visitor-${crypto.randomUUID().slice(0, 8)}@halftone.test`
      const order = orderToCancel(email)
      const hurtOrder = await cancelHurt(client, { order, harmTo: (orderId) => harmTo(orderId, hurt), step: setStep })
      setOrder({ ...hurtOrder, email, hurt })
    },
  })
  const heal = useMutation({ mutationFn: (id: string) => healFault(client, id) })
  const access = order && { orderId: order.orderId, accessToken: order.accessToken }
  const path = useQuery({ ...gateway.lab.orderPath.queryOptions(access ?? skipToken), refetchInterval: 500 })
  const error = run.error ?? heal.error
  return {
    order,
    path: path.data,
    at: path.dataUpdatedAt,
    run: (hurt: Hearer) => run.mutate(hurt),
    /** What is being done right now. */
    doing: run.isPending ? (step ?? 'Beginning') : undefined,
    heal: () => order && heal.mutate(order.faultId),
    /** Whether the cause of the newest harm was taken away. */
    healed: heal.isSuccess && heal.variables === order?.faultId,
    refused: error ? refusalOf(error) : undefined,
  }
}
