import type { Clock } from '@switchyard/runtime/clock'
import { type Attempt, isSecondRefund, type Ledger, type Standing } from './ledger.ts'
import { behaviourOf } from './tokens.ts'

/** What the merchant hears: an answer, a failure that may pass, or nothing at all. */
export type Answer =
  | { kind: 'captured'; entryId: string }
  | { kind: 'declined' }
  | { kind: 'unavailable' }
  | { kind: 'conflict' }
  | { kind: 'already_refunded' }
  | { kind: 'unknown_charge' }
  | { kind: 'silence' }

export interface ChargeRequest {
  idempotencyKey: string
  orderId: string
  amount: number
  currency: string
  token: string
}
export interface RefundRequest extends Omit<ChargeRequest, 'token'> {
  chargeId: string
}

/** The bank behind the API: moves money once a key, as the card's token says. */
export function createProvider({ ledger, clock, newId }: { ledger: Ledger; clock: Clock; newId: () => string }) {
  const settling = new Map<string, Promise<void>>()

  /** One capture a key at a time in this process; the ledger's statement guards against all others. */
  function capture(standing: Standing): Promise<void> {
    const { idempotencyKey: key } = standing
    const running = settling.get(key) ?? finish(standing).finally(() => settling.delete(key))
    settling.set(key, running)
    return running
  }

  async function finish(standing: Standing): Promise<void> {
    const { outcome, delayMs } = behaviourOf(standing.token ?? '')
    const waitMs = delayMs === 0 ? 0 : standing.createdAt.getTime() + delayMs - clock.now()
    if (waitMs > 0) await clock.sleep(waitMs)
    await ledger.settle(standing.idempotencyKey, { status: outcome, entryId: `ch_${newId()}` })
  }

  return {
    async charge(request: ChargeRequest): Promise<Answer> {
      const card = behaviourOf(request.token)
      if (card.down) return { kind: 'unavailable' }
      const attempt: Attempt = { ...request, kind: 'charge', chargeId: null }
      const standing = await ledger.open(attempt)
      if (!isSame(standing, attempt)) return { kind: 'conflict' }
      if (standing.status !== 'pending') return answerOf(standing)
      if (standing.tries <= card.failures) return { kind: 'unavailable' }
      await capture(standing)
      if (card.answerLost) return { kind: 'silence' }
      return answerOf(await ledger.byKey(request.idempotencyKey))
    },

    async refund(request: RefundRequest): Promise<Answer> {
      const charge = await ledger.charge(request.chargeId)
      if (!charge || charge.orderId !== request.orderId || charge.amount !== request.amount)
        return { kind: 'unknown_charge' }
      const attempt: Attempt = { ...request, kind: 'refund', token: null }
      const standing = await ledger.open(attempt)
      if (!isSame(standing, attempt)) return { kind: 'conflict' }
      if (standing.status !== 'pending') return answerOf(standing)
      const card = behaviourOf((await ledger.byKey(charge.idempotencyKey))?.token ?? '')
      if (standing.tries <= card.failures) return { kind: 'unavailable' }
      const { idempotencyKey, chargeId } = request
      try {
        await ledger.settle(idempotencyKey, { status: 'captured', entryId: `re_${newId()}`, chargeId })
      } catch (error) {
        if (isSecondRefund(error)) return { kind: 'already_refunded' }
        throw error
      }
      if (card.answerLost) return { kind: 'silence' }
      return answerOf(await ledger.byKey(idempotencyKey))
    },

    /** Ends what an earlier process left pending; cards that fail at first wait for their next try. */
    async resume(): Promise<void> {
      const pending = await ledger.pending()
      for (const standing of pending) {
        if (standing.tries > behaviourOf(standing.token ?? '').failures) void capture(standing).catch(() => undefined)
      }
    },
  }
}

/** A key stands for one request: whoever uses it for another, be it a refund under the key of a charge, has a bug. */
const isSame = (standing: Standing, attempt: Attempt): boolean =>
  compared.every((field) => standing[field] === attempt[field])

const compared = ['kind', 'orderId', 'amount', 'currency', 'token'] as const

function answerOf(standing: Standing | null): Answer {
  if (standing?.status === 'captured' && standing.entryId) return { kind: 'captured', entryId: standing.entryId }
  return standing?.status === 'declined' ? { kind: 'declined' } : { kind: 'unavailable' }
}
