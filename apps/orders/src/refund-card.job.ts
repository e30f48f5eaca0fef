import type { orders } from '@switchyard/contracts/orders'
import type { Handler, Received } from '@switchyard/messaging/inbox'
import type { z } from 'zod'
import type { ChargeDeps } from './charge-card.job.ts'
import { applyChargeOutcome, applyUndone } from './charge-outcome.ts'
import type { OrderRecord } from './order.ts'
import { chargeKeyOf, isBusy, mayStillArrive, type Payment, refundKeyOf, settle } from './payment.ts'
import { askedAgainBySaga, StillOpen } from './still-open.ts'

type RefundCommand = z.output<typeof orders.commands.refundCard.payload>

/** A charge that is still pending after so many tries is brought to its end under its own key, for only then can it be given back. */
const triesBeforeEnding = 3

/**
 * Undoes the charge of an order, whatever became of it: never begun, it is forbidden; open, its outcome is asked for;
 * captured, it is given back under one key for ever. Throws to be tried again until one of these is certain.
 */
export function refundCard(deps: ChargeDeps): Handler<RefundCommand> {
  return askedAgainBySaga(async (received) => {
    const { orderId } = received.payload
    const order = await current(deps, orderId)
    if (!order) return
    const { payment } = order.payment.state === 'charging' ? await resolve(deps, order, received) : order
    if (payment.state === 'captured' || payment.state === 'refunding') return await refund(deps, received, payment)
    await deps.changeOrder(orderId, over, { received })
  })
}

/** The undo of a charge that took nothing. One that is open after all makes the command come again. */
function over(order: OrderRecord, nowMs: number) {
  const { payment } = order
  if (payment.state === 'requested') return applyUndone(order, settle(payment, { state: 'abandoned' }), nowMs)
  if (payment.state === 'charging' || payment.chargeId !== null) throw new StillOpen('the charge has changed meanwhile')
  return applyUndone(order, payment, nowMs)
}

/** The order, if its charge is to be undone. */
async function current({ changeOrder }: ChargeDeps, orderId: string): Promise<OrderRecord | undefined> {
  let found: OrderRecord | undefined
  await changeOrder(orderId, (order) => {
    const step = order.saga.steps.find(({ name }) => name === 'charge')
    found = step?.state === 'undoing' ? order : undefined
    return undefined
  })
  return found
}

/** Finds out how an open charge ended and writes it down; throws while nobody can know. */
async function resolve(deps: ChargeDeps, order: OrderRecord, received: Received<RefundCommand>) {
  const { orderId } = order
  const askedAtMs = deps.clock.now()
  if (isBusy(order.payment, askedAtMs)) throw new StillOpen('a worker is still charging for this order')
  const payment = await ask(deps, order, received)
  await deps.changeOrder(orderId, (now, nowMs) => {
    if (now.payment.state !== 'charging') return undefined
    if (now.payment.attempts !== order.payment.attempts) throw new StillOpen('the charge was tried again meanwhile')
    if (payment.state !== 'abandoned') return applyChargeOutcome(now, outcomeOf(payment), nowMs)
    if (mayStillArrive(now.payment, askedAtMs))
      throw new StillOpen('the charge may still be on its way to the provider')
    return { payment }
  })
  return { payment }
}

async function ask(
  { payments }: ChargeDeps,
  order: OrderRecord,
  { attempt, signal }: Received<RefundCommand>,
): Promise<Payment> {
  const { orderId, payment } = order
  const key = chargeKeyOf(orderId)
  const { amount, token } = payment
  const standing = await payments.findCharge(key, signal)
  const answer =
    standing.kind === 'pending' && attempt > triesBeforeEnding && token !== null
      ? await payments.charge({ key, orderId, amount, token }, signal)
      : standing
  if (answer.kind === 'captured') return settle(payment, { state: 'captured', chargeId: answer.entryId })
  if (answer.kind === 'declined') return settle(payment, { state: 'declined' })
  if (answer.kind === 'nothing') return settle(payment, { state: 'abandoned' })
  throw new StillOpen(`the outcome of the charge is ${answer.kind}`)
}

const outcomeOf = ({ state, chargeId }: Payment) =>
  state === 'captured' && chargeId !== null ? { state, chargeId } : { state: 'declined' as const }

async function refund({ changeOrder, payments }: ChargeDeps, received: Received<RefundCommand>, payment: Payment) {
  const { orderId } = received.payload
  const { amount, chargeId } = payment
  if (chargeId === null) throw new Error('a captured payment has no charge')
  await changeOrder(orderId, ({ payment: now }) =>
    now.state === 'captured' ? { payment: { ...now, state: 'refunding' } } : undefined,
  )
  const key = refundKeyOf(orderId)
  const answer = await payments.refund({ key, orderId, chargeId, amount }, received.signal)
  if (answer.kind === 'unknown') throw new StillOpen('the outcome of the refund is still open')
  await changeOrder(orderId, (order, nowMs) => applyRefunded(order, answer.entryId, nowMs), { received })
}

/** Writes down that the money is back; news that is known already changes nothing. */
export function applyRefunded(order: OrderRecord, refundId: string, nowMs: number) {
  const { payment } = order
  if (payment.state !== 'captured' && payment.state !== 'refunding') return undefined
  return applyUndone(order, { ...payment, state: 'refunded', refundId }, nowMs)
}
