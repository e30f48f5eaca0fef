import type { FaultRequest } from '@switchyard/contracts/lab'
import type { PlaceOrder } from '@switchyard/contracts/orders'

/** How the message comes to harm: it cannot be read, or whoever reads it fails. */
export type Cause = 'spoil' | 'error'

/** The print that this page orders and gives back. */
const sku = 'selvedge-no-18-a3'
/** Whose mail is at stake. */
export const email = 'visitor@halftone.test'
/** What is told, and to whom. */
export const message = 'orders.orderCancelled'
export const queue = 'orders.mailroom'

/** An order whose only purpose is the mail that tells of its end. */
export const orderToCancel: PlaceOrder = {
  lines: [{ sku, quantity: 1 }],
  contact: { name: 'A visitor', email },
  address: { line1: 'Long Lane 1', city: 'Graz', postalCode: '8010', country: 'EU' },
  payment: { token: 'tok_ok' },
}

/** The harm, for this order's message alone. */
export const harmTo = (orderId: string, kind: Cause): FaultRequest => ({
  target: { queue, orderId },
  operation: message,
  kind,
  share: 1,
  ttlS: 120,
})
