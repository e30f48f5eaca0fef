import { type OrderStatus, orders, type RejectionReason } from '@switchyard/contracts/orders'
import { advance } from '@switchyard/messaging/advance'
import type { SagaInput, SagaRequest, SagaState } from '@switchyard/messaging/saga'
import { fulfilOrder, stepId, undoId } from './fulfil-order.saga.ts'
import { draft, type MessageDraft } from './message-draft.ts'
import { notes, rejectionNote } from './notes.ts'
import type { Numbers, OrderChange, OrderRecord } from './order.ts'
import { type Payment, settle } from './payment.ts'

/** What can happen to an order while it is being fulfilled. */
export type Happening =
  | {
      /** A step, or its undo, was answered; `payment` is written in the same statement. */
      readonly type: 'answered'
      readonly input: SagaInput
      readonly reason?: RejectionReason
      readonly numbers?: readonly Numbers[]
      readonly payment?: Payment
    }
  /** Its owner does not want it any more: before it was shipped, or after. */
  | { readonly type: 'cancelled' | 'returned' }
  /** Inventory gave up the hold on its stock. */
  | { readonly type: 'expired' }
  /** Some answer, or the whole, is late. */
  | { readonly type: 'overdue' }

/** What a happening changes in an order and which messages go out with it, or `undefined` when it changes nothing. Pure. */
export function fulfil(order: OrderRecord, happening: Happening, nowMs: number): OrderChange | undefined {
  const input = inputOf(order, happening)
  const moved = advance(fulfilOrder, order.saga, input, { nowMs })
  if (!moved) return undefined
  const payment = 'payment' in happening ? happening.payment : undefined
  const told = tellingOf(order, { happening, input, saga: moved.state, payment })
  return {
    ...told,
    saga: moved.state,
    ...paymentAfter(payment ?? order.payment, { turnedBack: turnedBack(order, moved.state), given: payment }),
    messages: [...moved.send.map((request) => asCommand(order, request)), ...(told.messages ?? [])],
  }
}

/** The first messages and the state of a new order's saga. */
export function beginFulfilment(order: Pick<OrderRecord, 'orderId' | 'lines'>, saga: SagaState, nowMs: number) {
  const begun = advance(fulfilOrder, saga, { type: 'start' }, { nowMs })
  if (!begun) throw new Error('a new saga did not start')
  return { saga: begun.state, messages: begun.send.map((request) => asCommand(order, request)) }
}

/** A reservation that ends matters only until the money is taken: from then on the answer to the commit decides. */
function inputOf({ orderId }: OrderRecord, happening: Happening): SagaInput {
  switch (happening.type) {
    case 'answered':
      return happening.input
    case 'cancelled':
    case 'returned':
      return { type: 'turn-back' }
    case 'expired':
      return { type: 'give-up' }
    case 'overdue':
      return { type: 'overdue' }
    default:
      throw new Error(`order ${orderId}: nothing is known of ${JSON.stringify(happening satisfies never)}`)
  }
}

const turnedBack = (order: OrderRecord, saga: SagaState): boolean =>
  (order.saga.state === 'running' || order.saga.state === 'done') &&
  (saga.state === 'undoing' || saga.state === 'undone')

/** What was never begun at the bank is never begun again once the saga has turned back. */
function paymentAfter(payment: Payment, { turnedBack, given }: { turnedBack: boolean; given: Payment | undefined }) {
  if (turnedBack && payment.state === 'requested') return { payment: settle(payment, { state: 'abandoned' }) }
  return given ? { payment: given } : {}
}

interface Turn {
  happening: Happening
  input: SagaInput
  saga: SagaState
  payment: Payment | undefined
}

/** The new status, with the timeline entry and the event that tell of it. */
function tellingOf(order: OrderRecord, turn: Turn): OrderChange {
  const { happening, input, saga } = turn
  if (turnedBack(order, saga)) {
    const givenUp = happening.type === 'cancelled' || happening.type === 'returned'
    return givenUp ? takenBack(order, happening.type) : rejected(order, happening)
  }
  if (input.type === 'done') return reached(order, input.stepId, happening)
  if (input.type === 'undone') return { notes: givenBack(order, input.stepId, turn.payment ?? order.payment) }
  return {}
}

function reached(order: OrderRecord, id: string, happening: Happening): OrderChange {
  const step = fulfilOrder.steps.find(({ name }) => stepId(order.orderId, name) === id)
  if (!step) return {}
  const status: OrderStatus = step.reaches
  if (step.reaches !== 'confirmed') return { status, notes: [{ status, note: notes[step.reaches] }] }
  const numbers = 'numbers' in happening ? (happening.numbers ?? []) : []
  return {
    status,
    notes: [{ status, note: notes.confirmed(order.lines, numbers) }],
    numbers,
    messages: [draft(orders.events.orderConfirmed, { orderId: order.orderId, lines: plainLines(order) })],
  }
}

function takenBack({ orderId, lines }: OrderRecord, status: 'cancelled' | 'returned'): OrderChange {
  const told = { cancelled: orders.events.orderCancelled, returned: orders.events.orderReturned }
  return {
    status,
    notes: [{ status, note: notes[status] }],
    // The numbers go back with the prints: somebody else may get them.
    numbers: lines.map(({ sku }) => ({ sku, numbers: [] })),
    messages: [draft(told[status], { orderId })],
  }
}

function rejected({ orderId, payment }: OrderRecord, happening: Happening): OrderChange {
  const inTime = happening.type === 'answered'
  const reason = reasonOf(payment, happening)
  const note = rejectionNote(reason, { charge: chargeOf(payment), inTime })
  return {
    status: 'rejected',
    reason,
    notes: [{ status: 'rejected', note }],
    messages: [draft(orders.events.orderRejected, { orderId, reason })],
  }
}

/** Whether money was taken; `open`: only the bank knows. */
function chargeOf({ chargeId, state }: Payment): 'none' | 'open' | 'taken' {
  if (chargeId !== null) return 'taken'
  return state === 'charging' ? 'open' : 'none'
}

/** A hold that ran out, or a deadline that passed, while the bank was being asked is the bank's delay; otherwise it was ours, and the stock is gone. */
function reasonOf(payment: Payment, happening: Happening): RejectionReason {
  if (happening.type === 'answered') return happening.reason ?? 'out_of_stock'
  return payment.attempts > 0 ? 'payment_unavailable' : 'out_of_stock'
}

/** A cancelled or returned order tells when prints and money are back, a rejected one when money is. */
function givenBack({ orderId, status }: OrderRecord, id: string, payment: Payment) {
  if (id === undoId(orderId, 'charge') && payment.state === 'refunded') {
    return [{ status, note: notes.refunded(payment.amount) }]
  }
  return id === undoId(orderId, 'reserve') && status !== 'rejected' ? [{ status, note: notes.released }] : []
}

function asCommand(
  order: Pick<OrderRecord, 'orderId' | 'lines'>,
  { command, stepId: id, step }: SagaRequest,
): MessageDraft {
  const { orderId } = order
  const asksForLines = step === 'reserve' && id === stepId(orderId, 'reserve')
  return draft(command, { orderId, stepId: id, ...(asksForLines && { lines: plainLines(order) }) })
}

const plainLines = ({ lines }: Pick<OrderRecord, 'lines'>) => lines.map(({ sku, quantity }) => ({ sku, quantity }))
