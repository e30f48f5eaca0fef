/**
 * QUEUE at work: one of many workers takes the money of one order. The command may come twice, the worker may die at any
 * moment, the provider may be slow, silent or away: money is taken at most once, because every attempt uses the same key,
 * and no outcome is ever guessed, because whoever does not know it asks the provider.
 */
import type { orders } from '@switchyard/contracts/orders'
import type { Handler, Received } from '@switchyard/messaging/inbox'
import type { Clock } from '@switchyard/runtime/clock'
import type { z } from 'zod'
import type { ChangeOrder } from './change-order.ts'
import { applyChargeOutcome, applyKnownCapture, type ChargeOutcome } from './charge-outcome.ts'
import type { OrderChange, OrderRecord } from './order.ts'
import { beginAttempt, chargeKeyOf, endAttempt, isBusy, isOpen, mayStillArrive, type Payment } from './payment.ts'
import type { Payments } from './payments.ts'
import { askedAgainBySaga, StillOpen } from './still-open.ts'

type ChargeCommand = z.output<typeof orders.commands.chargeCard.payload>

/** What charging and refunding work with. */
export interface ChargeDeps {
  readonly changeOrder: ChangeOrder
  readonly payments: Payments
  readonly clock: Clock
}

/** One attempt, a question after it included, is over by then. */
const leaseMs = 8_000

/** Charges once a key for ever; throws to be tried again while the outcome is open. Giving up is the saga's business alone. */
export function chargeCard(deps: ChargeDeps): Handler<ChargeCommand> {
  return askedAgainBySaga(async (received) => {
    const { orderId } = received.payload
    const begun = await begin(deps, orderId, received.traceparent)
    if (!begun) return await hearOfEarlier(deps, received)
    const outcome = await attempt(deps, { orderId, ...begun, signal: received.signal })
    if (outcome.state === 'open' || outcome.state === 'untouched') {
      const untouched = outcome.state === 'untouched'
      const left = await deps.changeOrder(orderId, (order, nowMs) => ended(order, { begun, untouched, nowMs }))
      if (left?.order.payment.state === 'abandoned') throw unheardOf('still open')
      throw new StillOpen('the outcome of the charge is still open')
    }
    // What the provider said holds, whoever heard it.
    await deps.changeOrder(orderId, (order, nowMs) => applyChargeOutcome(order, outcome, nowMs), { received })
  })
}

/**
 * What an attempt without an outcome leaves in the books. Whoever slept past its lease may find that another attempt has
 * begun, of which it knows nothing, or that the charge was given up; its own request may be on its way all the same.
 */
function ended(
  { payment }: OrderRecord,
  { begun, untouched, nowMs }: { begun: Begun; untouched: boolean; nowMs: number },
): OrderChange | undefined {
  if (payment.state !== 'charging' && payment.state !== 'abandoned') return undefined
  const isOurs = payment.state === 'charging' && payment.attempts === begun.payment.attempts
  // Whoever is at it now notes the end of that.
  if (!isOurs && (untouched || isBusy(payment, nowMs))) return undefined
  return { payment: endAttempt(payment, { untouched, nowMs }) }
}

/** No saga asks again for a charge that was given up: when no try hears of it, its dead letter is for a person to see. */
const unheardOf = (outcome: string) => new Error(`the charge was given up, and its outcome is ${outcome}`)

interface Begun {
  /** With this attempt counted. */
  readonly payment: Payment
  /** Whether an earlier attempt may have reached the provider. */
  readonly exposed: boolean
}

/** Takes the payment for this attempt; nobody charges for an order whose saga has turned back. */
async function begin({ changeOrder }: ChargeDeps, orderId: string, traceparent?: string): Promise<Begun | undefined> {
  const changed = await changeOrder(
    orderId,
    ({ payment, saga }, nowMs) => {
      if (!isOpen(payment) || saga.state !== 'running') return undefined
      if (isBusy(payment, nowMs)) throw new StillOpen('another worker is charging for this order')
      return { payment: beginAttempt(payment, { nowMs, leaseMs }) }
    },
    { traceparent },
  )
  const payment = changed?.change.payment
  return payment && { payment, exposed: changed.order.payment.state === 'charging' }
}

type AttemptOutcome = ChargeOutcome | { readonly state: 'open' } | { readonly state: 'untouched' }

/**
 * Nothing is begun any more, but an attempt may have come about late: its worker slept past its lease, the undo found
 * nothing at the provider, and then it woke, charged and died. Its command comes again, and whoever gets it asks.
 */
async function hearOfEarlier({ changeOrder, payments }: ChargeDeps, received: Received<ChargeCommand>): Promise<void> {
  const { orderId } = received.payload
  let isGivenUp = false
  let isOnItsWay = false
  await changeOrder(orderId, ({ payment }, nowMs) => {
    isGivenUp = payment.state === 'abandoned' && payment.attempts > 0
    isOnItsWay = isGivenUp && mayStillArrive(payment, nowMs)
    return undefined
  })
  const standing = isGivenUp ? await payments.findCharge(chargeKeyOf(orderId), received.signal) : nothing
  if (standing.kind === 'pending' || standing.kind === 'unknown') throw unheardOf(standing.kind)
  if (standing.kind === 'nothing' && isOnItsWay) throw unheardOf('not certain yet')
  const outcome = standing.kind === 'captured' && { state: standing.kind, chargeId: standing.entryId }
  await changeOrder(
    orderId,
    (order, nowMs) => (outcome ? applyChargeOutcome(order, outcome, nowMs) : applyKnownCapture(order, nowMs)),
    { received },
  )
}

const nothing = { kind: 'nothing' } as const

async function attempt(
  { payments }: ChargeDeps,
  { orderId, payment, exposed, signal }: Begun & { orderId: string; signal: AbortSignal },
): Promise<AttemptOutcome> {
  const key = chargeKeyOf(orderId)
  const { amount, token } = payment
  if (token === null) throw new Error('an open payment has no card')
  const answer = await payments.charge({ key, orderId, amount, token }, signal)
  if (answer.kind === 'captured') return { state: 'captured', chargeId: answer.entryId }
  if (answer.kind === 'declined') return { state: 'declined' }
  if (answer.kind === 'unknown') return await askFor(payments, key, signal)
  return { state: exposed ? 'open' : 'untouched' }
}

/** Right after an attempt "nothing" proves nothing, for the request may still be on its way. */
async function askFor(payments: Payments, key: string, signal: AbortSignal): Promise<AttemptOutcome> {
  const standing = await payments.findCharge(key, signal)
  if (standing.kind === 'captured') return { state: 'captured', chargeId: standing.entryId }
  return { state: standing.kind === 'declined' ? 'declined' : 'open' }
}
