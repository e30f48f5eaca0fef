'use client'

import type { PlacedOrder, PlaceOrder } from '@switchyard/contracts/orders'
import { useMutation } from '@tanstack/react-query'
import { failureCode } from '~/gateway'
import { useGatewayClient } from '~/gateway-browser'
import { rememberOrder } from '~/order/remembered-orders'
import { attemptFor, openAttempt } from './attempt'

/**
 * Places an order under one idempotency key, kept until the shop has answered: asked twice, by whatever accident, it is
 * ordered once. What may pass by itself is asked again a few times before anyone hears of it.
 */
export function usePlaceOrder(onPlaced: (placed: PlacedOrder, order: PlaceOrder) => void) {
  const client = useGatewayClient()
  return useMutation({
    mutationFn: async (order: PlaceOrder) => {
      const attempt = attemptFor(openAttempt.read(), order, () => crypto.randomUUID())
      openAttempt.keep(attempt)
      return await patiently(() => client.orders.place.mutate(order, { context: { idempotencyKey: attempt.key } }))
    },
    onSuccess: (placed, order) => {
      openAttempt.forget()
      rememberOrder(placed)
      onPlaced(placed, order)
    },
    onError: (error) => {
      if (failureCode(error) === 'idempotency_key_reused') openAttempt.forget()
    },
  })
}

/** Worth asking again: the key makes it safe, and the next answer may be another. */
const passing = new Set(['unreachable', 'unavailable', 'overloaded', 'idempotency_in_flight'])
const pausesMs = [300, 700, 1_500]

async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (const pauseMs of pausesMs) {
    try {
      return await ask()
    } catch (error) {
      if (!passing.has(failureCode(error))) throw error
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
  return await ask()
}
