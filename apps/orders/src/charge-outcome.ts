import { stepId, undoId } from './fulfil-order.saga.ts'
import { fulfil } from './fulfilment.ts'
import type { OrderChange, OrderRecord } from './order.ts'
import { isOpen, type Payment, settle } from './payment.ts'

/** How a charge ended, whoever brought the news: our own worker, the provider's webhook, or a question asked later. */
export type ChargeOutcome = { readonly state: 'captured'; readonly chargeId: string } | { readonly state: 'declined' }

/**
 * Writes down how the charge ended and moves the saga with it; news that is known already changes nothing. Money that was
 * taken although we had given the charge up is written down too, and given back.
 */
export function applyChargeOutcome(order: OrderRecord, outcome: ChargeOutcome, nowMs: number): OrderChange | undefined {
  const { payment } = order
  if (payment.chargeId !== null) return applyKnownCapture(order, nowMs)
  if (!isOpen(payment) && outcome.state !== 'captured') return undefined
  const settled = settle(payment, outcome)
  const moved =
    outcome.state === 'captured'
      ? (moveCharge(order, 'done', { payment: settled, nowMs }) ??
        moveCharge(order, 'undo-again', { payment: settled, nowMs }))
      : moveCharge(order, 'refused', { payment: settled, nowMs })
  // Otherwise the saga has turned back meanwhile: the refund that is under way reads this.
  return moved ?? { payment: settled }
}

/** Moves a saga that asks for a charge which was captured before it asked. */
export const applyKnownCapture = (order: OrderRecord, nowMs: number): OrderChange | undefined =>
  order.payment.state === 'captured' ? moveCharge(order, 'done', { payment: order.payment, nowMs }) : undefined

function moveCharge(
  order: OrderRecord,
  type: 'done' | 'refused' | 'undo-again',
  { payment, nowMs }: { payment: Payment; nowMs: number },
): OrderChange | undefined {
  const input = { type, stepId: stepId(order.orderId, 'charge') }
  const reason = type === 'refused' && { reason: 'payment_declined' as const }
  return fulfil(order, { type: 'answered', input, payment, ...reason }, nowMs)
}

/** Writes down that the undo of the charge is over: nothing was taken, or it has been given back. */
export const applyUndone = (order: OrderRecord, payment: Payment, nowMs: number): OrderChange | undefined =>
  fulfil(
    order,
    { type: 'answered', input: { type: 'undone', stepId: undoId(order.orderId, 'charge') }, payment },
    nowMs,
  )
