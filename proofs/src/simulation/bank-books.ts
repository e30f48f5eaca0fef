import type { LedgerEntry } from '@switchyard/checker/invariant'
import type { PaymentNotice } from '@switchyard/contracts/orders'
import type { ChargeAnswer, ChargeStanding, Payments, RefundAnswer } from '@switchyard/orders/payments'

type ChargeRequest = Parameters<Payments['charge']>[0]
type RefundRequest = Parameters<Payments['refund']>[0]

interface Asked {
  readonly request: ChargeRequest
  readonly state: 'pending' | 'captured' | 'declined'
  readonly entryId: string
}

/** The card that its bank declines; every other one pays. */
export const declinedCard = 'tok_declined'

/** The payment provider as it is: money moves once a key, and each move is told by webhook until it is heard. */
export class BankBooks {
  readonly entries: LedgerEntry[] = []
  /** Not yet heard. */
  readonly notices: PaymentNotice[] = []
  readonly #asked = new Map<string, Asked>()
  readonly #newId: () => string

  readonly #tells: boolean

  constructor({ newId, tells }: { newId: () => string; tells: boolean }) {
    this.#newId = newId
    this.#tells = tells
  }

  charge(request: ChargeRequest): ChargeAnswer {
    const asked = this.#asked.get(request.key) ?? this.takeOn(request)
    if (asked.state === 'pending') this.settle(request.key)
    const { state, entryId } = this.#asked.get(request.key) ?? asked
    return state === 'captured' ? { kind: 'captured', entryId } : { kind: 'declined' }
  }

  /** Hears of a charge and thinks about it. */
  takeOn(request: ChargeRequest): Asked {
    const asked = this.#asked.get(request.key) ?? { request, state: 'pending', entryId: `ch_${this.#newId()}` }
    this.#asked.set(request.key, asked)
    return asked
  }

  /** The keys of the charges that it still thinks about. */
  pending(): string[] {
    return [...this.#asked].flatMap(([key, { state }]) => (state === 'pending' ? [key] : []))
  }

  /** Has thought enough. */
  settle(key: string): void {
    const asked = this.#asked.get(key)
    if (asked?.state !== 'pending') return
    const { request, entryId } = asked
    const declined = request.token === declinedCard
    this.#asked.set(key, { ...asked, state: declined ? 'declined' : 'captured' })
    if (!declined) this.#book('charge', { ...request, entryId })
    this.#tell(declined ? 'charge.declined' : 'charge.captured', { orderId: request.orderId, entryId })
  }

  findCharge(key: string): ChargeStanding {
    const asked = this.#asked.get(key)
    if (!asked) return { kind: 'nothing' }
    return asked.state === 'captured' ? { kind: 'captured', entryId: asked.entryId } : { kind: asked.state }
  }

  refund(request: RefundRequest): RefundAnswer {
    const known = this.entries.find(({ kind, idempotencyKey }) => kind === 'refund' && idempotencyKey === request.key)
    if (known) return { kind: 'refunded', entryId: known.entryId }
    if (!this.entries.some(({ entryId }) => entryId === request.chargeId)) throw new Error('there is no such charge')
    const entryId = `re_${this.#newId()}`
    this.#book('refund', { ...request, entryId })
    this.#tell('refund.captured', { orderId: request.orderId, entryId })
    return { kind: 'refunded', entryId }
  }

  #book(kind: LedgerEntry['kind'], { key, orderId, amount, entryId }: RefundBooking): void {
    this.entries.push({ entryId, kind, orderId, amount, idempotencyKey: key })
  }

  #tell(type: PaymentNotice['type'], { orderId, entryId }: { orderId: string; entryId: string }): void {
    if (this.#tells) this.notices.push({ eventId: `evt_${entryId}`, type, orderId, entryId })
  }
}

interface RefundBooking {
  readonly key: string
  readonly orderId: string
  readonly amount: number
  readonly entryId: string
}
