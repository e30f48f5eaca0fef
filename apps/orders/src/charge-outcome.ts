import { stepId, undoId } from './fulfil-order.saga.ts'
import { fulfil } from './fulfilment.ts'
import type { OrderChange, OrderRecord } from './order.ts'
import { isOpen, type Payment, settle } from './payment.ts'

/** How a charge ended, whoever brought the news: our own worker, the provider's webhook, or a question asked later. */
export type ChargeOutcome =
  | { readonly state: 'captured'; readonly chargeId: string }
  | { readonly state: 'declined' | 'unavailable' }

/**
 * Writes down how the charge ended and moves the saga with it; news that is known already changes nothing. Money that was
 * taken although we had given the charge up is written down too, and given back.
 */
export function applyChargeOutcome(order: OrderRecord, outcome: ChargeOutcome, nowMs: number): OrderChange | undefined {
  const { orderId, payment } = order
  if (payment.chargeId !== null) return undefined
  if (!isOpen(payment) && outcome.state !== 'captured') return undefined
  const settled = settle(payment, outcome)
  const step = stepId(orderId, 'charge')
  const turn = (type: 'done' | 'refused' | 'undo-again', reason?: 'payment_declined' | 'payment_unavailable') =>
    fulfil(
      order,
      { type: 'answered', input: { type, stepId: step }, payment: settled, ...(reason && { reason }) },
      nowMs,
    )
  const moved =
    outcome.state === 'captured'
      ? (turn('done') ?? turn('undo-again'))
      : turn('refused', outcome.state === 'declined' ? 'payment_declined' : 'payment_unavailable')
  // The saga has turned back meanwhile: the refund that is under way reads this.
  return moved ?? { payment: settled }
}

/** Writes down that the undo of the charge is over: nothing was taken, or it has been given back. */
export const applyUndone = (order: OrderRecord, payment: Payment, nowMs: number): OrderChange | undefined =>
  fulfil(
    order,
    { type: 'answered', input: { type: 'undone', stepId: undoId(order.orderId, 'charge') }, payment },
    nowMs,
  )
