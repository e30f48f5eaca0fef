import { newSaga } from '@switchyard/messaging/saga'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyChargeOutcome, applyUndone } from './charge-outcome.ts'
import { fulfilOrder, stepId, undoId } from './fulfil-order.saga.ts'
import { beginFulfilment, fulfil, type Happening } from './fulfilment.ts'
import { assertLegal, type OrderChange, type OrderRecord } from './order.ts'
import { beginAttempt, newPayment, settle } from './payment.ts'

const orderId = '0199aaaa-0000-7000-8000-000000000001'
const lines = [{ sku: 'contour-no-2-a2', quantity: 1, title: 'Contour No. 2', edition: 100 }]

const placed = (): OrderRecord => ({
  ...{
    orderId,
    number: 'HT-7K3M9Q',
    status: 'pending',
    reason: null,
    version: 1,
    lastSeq: 1,
    totalAmount: 12_000,
    lines,
  },
  saga: beginFulfilment({ orderId, lines }, newSaga(fulfilOrder, orderId), 0).saga,
  payment: newPayment({ amount: 12_000, token: 'tok_ok' }),
})

type Decide = (order: OrderRecord) => OrderChange | undefined
const answered = (type: 'done' | 'refused', step: 'reserve' | 'commit'): Decide => {
  const numbers = step === 'commit' ? [{ sku: 'contour-no-2-a2', numbers: [64] }] : undefined
  const happening: Happening = {
    type: 'answered',
    input: { type, stepId: stepId(orderId, step) },
    ...(numbers && { numbers }),
  }
  return (order) => fulfil(order, happening, 0)
}
const released: Decide = (order) =>
  fulfil(order, { type: 'answered', input: { type: 'undone', stepId: undoId(orderId, 'reserve') } }, 0)
// The bank has something to say only of what it was asked.
const wasAsked = ({ saga }: OrderRecord) =>
  saga.steps.some(({ name, state }) => name === 'charge' && state !== 'waiting')
const attempted: Decide = (order) =>
  wasAsked(order) && order.saga.state === 'running' && order.payment.state === 'requested'
    ? { payment: beginAttempt(order.payment, { nowMs: 0, leaseMs: 1 }) }
    : undefined
const captured: Decide = (order) =>
  wasAsked(order) ? applyChargeOutcome(order, { state: 'captured', chargeId: 'ch_1' }, 0) : undefined
const declined: Decide = (order) => (wasAsked(order) ? applyChargeOutcome(order, { state: 'declined' }, 0) : undefined)
const refunded: Decide = (order) => {
  const { payment } = order
  if (payment.state === 'captured') return applyUndone(order, { ...payment, state: 'refunded', refundId: 're_1' }, 0)
  return payment.state === 'charging' ? undefined : applyUndone(order, payment, 0)
}
const gaveUp: Decide = (order) =>
  order.payment.state === 'charging' && order.saga.state === 'undoing'
    ? applyUndone(order, settle(order.payment, { state: 'abandoned' }), 0)
    : undefined
const cancelled: Decide = (order) =>
  order.status === 'rejected' || order.status === 'cancelled' ? undefined : fulfil(order, { type: 'cancelled' }, 0)
const expired: Decide = (order) => fulfil(order, { type: 'expired' }, 0)

/** Plays happenings to a new order; tells every status and message on the way. */
function given(...happenings: Decide[]) {
  let order = placed()
  const told: string[] = []
  const sent: string[] = []
  for (const decide of happenings) {
    const change = decide(order)
    if (!change) continue
    assertLegal(order, change)
    told.push(...(change.notes ?? []).map(({ status, note }) => `${status}: ${note}`))
    sent.push(...(change.messages ?? []).map((draft) => draft({ id: orderId, aggregateId: orderId, version: 2 }).name))
    const { status = order.status, reason = order.reason, saga = order.saga, payment = order.payment } = change
    order = { ...order, status, reason, saga, payment }
  }
  return { order, told, sent }
}

describe('the fulfilment of an order', () => {
  it('reserves, charges and commits, and tells each', () => {
    const { order, told, sent } = given(answered('done', 'reserve'), captured, answered('done', 'commit'))
    expect(order).toMatchObject({ status: 'confirmed', saga: { state: 'done' } })
    expect(sent).toEqual(['orders.chargeCard', 'inventory.commitStock', 'orders.orderConfirmed'])
    expect(told.at(-1)).toBe('confirmed: Confirmed: you have No. 64 of 100.')
  })

  it('rejects kindly, and forgets the card that was never charged, when there is no stock', () => {
    const { order, told, sent } = given(answered('refused', 'reserve'))
    expect(order).toMatchObject({
      status: 'rejected',
      reason: 'out_of_stock',
      payment: { state: 'abandoned', token: null },
    })
    expect(told).toEqual(['rejected: Someone was quicker. Nothing was charged.'])
    expect(sent).toEqual(['orders.orderRejected'])
  })

  it('releases the stock when the card is declined', () => {
    const { order, sent } = given(answered('done', 'reserve'), declined)
    expect(order).toMatchObject({ status: 'rejected', reason: 'payment_declined' })
    expect(sent.slice(1)).toEqual(['inventory.releaseStock', 'orders.orderRejected'])
  })

  it('calls an expired hold the delay of the bank only if the bank was asked', () => {
    expect(given(answered('done', 'reserve'), expired).order.reason).toBe('out_of_stock')
    expect(given(answered('done', 'reserve'), attempted, expired).order.reason).toBe('payment_unavailable')
  })

  it('goes only forward once the money is taken, whatever becomes of the hold, until the commit is answered', () => {
    expect(given(answered('done', 'reserve'), captured, expired).order.status).toBe('paid')
    expect(given(answered('done', 'reserve'), captured, answered('refused', 'commit')).sent).toContain(
      'orders.refundCard',
    )
  })

  it('ends without a held print and without money that is not ours, whatever happens in whatever order', () => {
    const happenings = {
      reserved: answered('done', 'reserve'),
      refused: answered('refused', 'reserve'),
      committed: answered('done', 'commit'),
      gone: answered('refused', 'commit'),
      released,
      attempted,
      captured,
      declined,
      refunded,
      gaveUp,
      cancelled,
      expired,
    }
    const names = Object.keys(happenings) as (keyof typeof happenings)[]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { maxLength: 30 }), (script) => {
        const { order } = given(...script.map((name) => happenings[name]))
        const { state } = order.saga
        if (state === 'undone')
          expect(['abandoned', 'declined', 'unavailable', 'refunded']).toContain(order.payment.state)
        if (state === 'done') expect(order).toMatchObject({ status: 'confirmed', payment: { state: 'captured' } })
        if (state === 'undoing' || state === 'undone') expect(['rejected', 'cancelled']).toContain(order.status)
        expect((order.payment.token === null) !== ['requested', 'charging'].includes(order.payment.state)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})
