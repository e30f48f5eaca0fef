/** What is known of a charge after asking for it. `unreached`: the request certainly never left; `unknown`: anything may have happened. */
export type ChargeAnswer =
  | { readonly kind: 'captured'; readonly entryId: string }
  | { readonly kind: 'declined' | 'unreached' | 'unknown' }

/** What the provider says of a key. `nothing`: nothing was taken and nothing is under way; `unknown`: it did not say. */
export type ChargeStanding =
  | { readonly kind: 'captured'; readonly entryId: string }
  | { readonly kind: 'declined' | 'pending' | 'nothing' | 'unknown' }

/** What is known of a refund after asking for it. */
export type RefundAnswer = { readonly kind: 'refunded'; readonly entryId: string } | { readonly kind: 'unknown' }

interface ChargeRequest {
  readonly key: string
  readonly orderId: string
  /** Cents. */
  readonly amount: number
  readonly token: string
}

interface RefundRequest {
  readonly key: string
  readonly orderId: string
  readonly chargeId: string
  /** Cents. */
  readonly amount: number
}

/** A payment provider as orders needs one: every movement under a key, and a way to ask what became of a key. */
export interface Payments {
  /** Takes money, at most once a key for ever. */
  charge(request: ChargeRequest, signal: AbortSignal): Promise<ChargeAnswer>
  findCharge(key: string, signal: AbortSignal): Promise<ChargeStanding>
  /** Gives a charge back, at most once a key for ever; asking again under the same key is how to find out. */
  refund(request: RefundRequest, signal: AbortSignal): Promise<RefundAnswer>
}
