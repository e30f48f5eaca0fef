import type { Reservation } from '@switchyard/contracts/inventory'
import { newSaga } from '@switchyard/messaging/saga'
import { describe, expect, it } from 'vitest'
import { fulfilOrder } from './fulfil-order.saga.ts'
import { beginFulfilment, fulfil } from './fulfilment.ts'
import type { OrderRecord } from './order.ts'
import { newPayment } from './payment.ts'
import { heardOf } from './resume-fulfilments.job.ts'

const orderId = '0199aaaa-0000-7000-8000-000000000001'
const lines = [{ sku: 'a', quantity: 1, title: 'Contour No. 2', edition: 100 }]
const pending: OrderRecord = {
  ...{ orderId, number: 'HT-7K3M9Q', status: 'pending', reason: null, version: 1, lastSeq: 1, totalAmount: 1, lines },
  saga: beginFulfilment({ orderId, lines }, newSaga(fulfilOrder, orderId), 0).saga,
  payment: newPayment({ amount: 1, token: 'tok_ok' }),
}
const states = ['held', 'refused', 'committed', 'released', 'expired'] as const
const reservation = (state: Reservation['state']): Reservation => ({
  ...{ orderId, state, expiresAt: null },
  lines: [{ sku: 'a', quantity: 1, numbers: state === 'committed' ? [7] : [] }],
})

/** What an order hears from each state of its reservation once its deadline has passed. */
const heard = (order: OrderRecord, nowMs = 10 ** 9) =>
  states.map((state) => {
    const happening = heardOf(order, reservation(state), nowMs)
    return happening?.type === 'answered' ? happening.input.type : happening?.type
  })
function after(order: OrderRecord, ...steps: string[]): OrderRecord {
  let { saga } = order
  for (const step of steps) {
    const input = { type: 'done', stepId: `${orderId}:${step}` } as const
    saga = fulfil({ ...order, saga }, { type: 'answered', input }, 0)?.saga ?? saga
  }
  return { ...order, saga }
}

describe('an answer that never came', () => {
  it('to a reservation is in inventory’s books: had, or not to be had', () => {
    expect(heard(pending)).toEqual(['done', 'refused', 'done', 'refused', 'refused'])
  })

  it('to a commit is there only when it was committed, or can never be', () => {
    const paid = after(pending, 'reserve', 'charge')
    expect(heard(paid)).toEqual([undefined, 'refused', 'done', 'refused', 'refused'])
    expect(heardOf(paid, reservation('committed'), 10 ** 9)).toMatchObject({ numbers: [{ sku: 'a', numbers: [7] }] })
  })

  it('to a release is there when nothing is held any more', () => {
    const undoing = { ...pending, saga: fulfil(pending, { type: 'cancelled' }, 0)?.saga ?? pending.saga }
    expect(heard(undoing)).toEqual([undefined, 'undone', undefined, 'undone', 'undone'])
  })

  it('to a charge is never inventory’s to give', () => {
    expect(heard(after(pending, 'reserve'))).toEqual(states.map(() => undefined))
  })

  it('is not looked for before its deadline', () => {
    expect(heard(pending, 4_999)).toEqual(states.map(() => undefined))
  })
})
