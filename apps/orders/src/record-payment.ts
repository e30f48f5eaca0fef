import type { orders } from '@switchyard/contracts/orders'
import type { Handler } from '@switchyard/rpc/implement'
import type { ChangeOrder, Decide } from './change-order.ts'
import { applyChargeOutcome } from './charge-outcome.ts'
import { applyRefunded } from './refund-card.job.ts'

type RecordPayment = Handler<typeof orders.operations.recordPayment>
type Notice = Parameters<RecordPayment>[0]['input']

/**
 * What the provider tells by webhook moves the order exactly as our own question would, whichever comes first; repeated,
 * late and out of order is fine.
 */
export const recordPayment =
  ({ changeOrder }: { changeOrder: ChangeOrder }): RecordPayment =>
  async ({ input, ctx }) => {
    const apply = applied(input)
    let known = false
    const decide: Decide = (order, nowMs) => {
      known = true
      return apply(order, nowMs)
    }
    await changeOrder(input.orderId, decide, { traceparent: ctx.envelope.traceparent })
    return { known }
  }

function applied({ type, entryId }: Notice): Decide {
  if (type === 'refund.captured') return (order, nowMs) => applyRefunded(order, entryId, nowMs)
  const outcome =
    type === 'charge.captured' ? ({ state: 'captured', chargeId: entryId } as const) : ({ state: 'declined' } as const)
  return (order, nowMs) => applyChargeOutcome(order, outcome, nowMs)
}
