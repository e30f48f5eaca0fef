/**
 * The money of one order. `requested` means that for certain nothing was taken and nothing is under way; `charging` that
 * only the provider knows. Every doubt is settled by asking the provider under the charge's key, never by guessing.
 */
export interface Payment {
  readonly state: 'requested' | 'charging' | 'captured' | 'declined' | 'abandoned' | 'refunding' | 'refunded'
  /** Cents. */
  readonly amount: number
  /** The card; `null` once the outcome is known. */
  readonly token: string | null
  readonly attempts: number
  /** In milliseconds since the epoch: until then a worker may be talking to the provider, or since then it has stopped waiting. */
  readonly busyUntilMs: number | null
  readonly chargeId: string | null
  readonly refundId: string | null
}

/** The one key under which an order is ever charged. */
export const chargeKeyOf = (orderId: string): string => `charge-${orderId}`

/** The one key under which an order is ever refunded. */
export const refundKeyOf = (orderId: string): string => `refund-${orderId}`

/** An order's payment before anything was tried. */
export const newPayment = ({ amount, token }: { amount: number; token: string }): Payment => ({
  state: 'requested',
  amount,
  token,
  attempts: 0,
  busyUntilMs: null,
  chargeId: null,
  refundId: null,
})

/** Whether the outcome of the charge is still open. */
export const isOpen = ({ state }: Payment): boolean => state === 'requested' || state === 'charging'

/** Whether a worker may be charging at this moment, so that nobody else may draw conclusions. */
export const isBusy = ({ state, busyUntilMs }: Payment, nowMs: number): boolean =>
  state === 'charging' && busyUntilMs !== null && busyUntilMs > nowMs

/** For so long after its worker has given up waiting, a request may be on its way, or wait inside the provider. */
const onItsWayMs = 10_000

/** Whether the provider may yet hear of an attempt, so that it proves nothing when it knows of none. */
export const mayStillArrive = ({ busyUntilMs }: Payment, nowMs: number): boolean =>
  busyUntilMs !== null && nowMs < busyUntilMs + onItsWayMs

/** Takes the payment for one attempt that ends within `leaseMs`, come what may. */
export const beginAttempt = (payment: Payment, { nowMs, leaseMs }: { nowMs: number; leaseMs: number }): Payment => ({
  ...payment,
  state: 'charging',
  attempts: payment.attempts + 1,
  busyUntilMs: nowMs + leaseMs,
})

/** Ends an attempt without an outcome; `untouched` when the provider can't have heard of any attempt. */
export const endAttempt = (payment: Payment, { untouched, nowMs }: { untouched: boolean; nowMs: number }): Payment =>
  untouched ? { ...payment, state: 'requested', busyUntilMs: null } : { ...payment, busyUntilMs: nowMs }

/** The outcome of the charge; the card is forgotten with it. */
export function settle(
  payment: Payment,
  outcome: { state: 'captured'; chargeId: string } | { state: 'declined' | 'abandoned' },
): Payment {
  const chargeId = outcome.state === 'captured' ? outcome.chargeId : null
  return { ...payment, state: outcome.state, token: null, busyUntilMs: null, chargeId }
}
