import type { OrderStatus, RejectionReason } from '@switchyard/contracts/orders'
import type { OrderLine } from '@switchyard/contracts/values'
import type { SagaState } from '@switchyard/messaging/saga'
import type { MessageDraft } from './message-draft.ts'
import type { Payment } from './payment.ts'

/** An order as its rules see it: everything that one change may read or write, guarded by `version`. */
export interface OrderRecord {
  readonly orderId: string
  readonly number: string
  readonly status: OrderStatus
  readonly reason: RejectionReason | null
  readonly version: number
  /** The `seq` of its last timeline entry. */
  readonly lastSeq: number
  /** Cents. */
  readonly totalAmount: number
  readonly lines: readonly RecordedLine[]
  readonly saga: SagaState
  readonly payment: Payment
}

/** A line as far as the rules and the notes need it. */
export interface RecordedLine extends OrderLine {
  readonly title: string
  readonly edition: number
}

/** Edition numbers that one SKU of an order was given. */
export interface Numbers {
  readonly sku: string
  readonly numbers: readonly number[]
}

/** One step of an order's life: all of it is written by one statement, or nothing. What is left out stays as it is. */
export interface OrderChange {
  readonly status?: OrderStatus
  readonly reason?: RejectionReason
  readonly notes?: readonly { readonly status: OrderStatus; readonly note: string | null }[]
  readonly saga?: SagaState
  readonly payment?: Payment
  readonly numbers?: readonly Numbers[]
  readonly messages?: readonly MessageDraft[]
}

const ways: Record<OrderStatus, readonly OrderStatus[]> = {
  pending: ['reserved', 'rejected', 'cancelled'],
  reserved: ['paid', 'rejected', 'cancelled'],
  paid: ['confirmed', 'rejected', 'cancelled'],
  confirmed: ['shipped', 'cancelled'],
  shipped: ['delivered', 'returned'],
  delivered: ['returned'],
  rejected: [],
  cancelled: [],
  returned: [],
}

/** Whether an order may go from one status to another; it never goes back. */
export const mayBecome = (from: OrderStatus, to: OrderStatus): boolean => ways[from].includes(to)

/** Until it is shipped, an order may be cancelled by its owner. */
export const isCancellable = (status: OrderStatus): boolean => mayBecome(status, 'cancelled')

/** From then on it may be sent back. */
export const isReturnable = (status: OrderStatus): boolean => mayBecome(status, 'returned')

/**
 * Whether nothing more will be told of an order. One that was rejected, cancelled or returned still tells when money and
 * prints are back; a confirmed one may still be shipped and a delivered one sent back, so these stay open.
 */
export const isFinal = (status: OrderStatus, sagaState: SagaState['state']): boolean =>
  ways[status].length === 0 && sagaState === 'undone'

/** Checks that a change goes a legal way; anything else is a bug of ours and must not be written. */
export function assertLegal(order: OrderRecord, change: OrderChange): void {
  const { status = order.status } = change
  if (status === order.status || mayBecome(order.status, status)) return
  throw new Error(`an order cannot go from ${order.status} to ${status}`)
}
