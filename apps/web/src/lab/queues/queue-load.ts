import type { FaultRequest } from '@switchyard/contracts/lab'
import type { PlaceOrder } from '@switchyard/contracts/orders'

/** The queue that this page fills: one mail waits on it for every order that has found its end. */
export const queue = 'orders.mailroom'

/** What one press of the button asks for. */
export const load = { orders: 60, perSecond: 20 }

/** The print that is asked for; the bank refuses the card, so every one of them goes back. */
const sku = 'cutout-no-15-a3'

/** An order whose only purpose is the mail that tells of its end, to an address of its run. */
export const orderFor = (email: string): PlaceOrder => ({
  lines: [{ sku, quantity: 1 }],
  contact: { name: 'A visitor', email },
  address: { line1: 'Long Lane 1', city: 'Graz', postalCode: '8010', country: 'EU' },
  payment: { token: 'tok_declined' },
})

/** What can be done to the queue, for everybody and for two minutes at most. */
export type Hurt = 'latency' | 'limit'
export const slowMs = 4_000
export const limit = 20

const common = { target: { queue }, share: 1, ttlS: 120 }
export const hurts: Readonly<Record<Hurt, FaultRequest>> = {
  latency: { ...common, kind: 'latency', delayMs: slowMs },
  limit: { ...common, kind: 'limit', limit },
}
