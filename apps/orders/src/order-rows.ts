import { dueAtMs, type SagaState, type StepState } from '@switchyard/messaging/saga'
import { fulfilOrder } from './fulfil-order.saga.ts'
import type { Payment } from './payment.ts'

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

/** A saga as its row, with the moment at which somebody must look at it. */
export const sagaRow = (saga: SagaState) => ({ state: saga.state, deadline_at: instant(dueAtMs(fulfilOrder, saga)) })

/** A saga's steps as their rows, in the order of the table. */
export const stepRows = ({ steps }: SagaState) =>
  steps.map((step: StepState, index) => ({
    position: index + 1,
    name: step.name,
    state: step.state,
    sends: step.sends,
    deadline_at: instant(step.deadlineAtMs),
    started_at: instant(step.startedAtMs),
    ended_at: instant(step.endedAtMs),
  }))

/** A payment as its row. */
export const paymentRow = (payment: Payment) => ({
  state: payment.state,
  amount: payment.amount,
  token: payment.token,
  attempts: payment.attempts,
  busy_until: instant(payment.busyUntilMs),
  charge_id: payment.chargeId,
  refund_id: payment.refundId,
})
