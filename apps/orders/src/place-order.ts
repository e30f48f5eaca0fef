import type { QuotedItem } from '@switchyard/contracts/inventory'
import { orders, PlacedOrder, type PlaceOrder } from '@switchyard/contracts/orders'
import { countries } from '@switchyard/contracts/values'
import { newSaga } from '@switchyard/messaging/saga'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { Handler } from '@switchyard/rpc/implement'
import type { Clock } from '@switchyard/runtime/clock'
import type { Signals } from './change-order.ts'
import { fulfilOrder } from './fulfil-order.saga.ts'
import { beginFulfilment } from './fulfilment.ts'
import { answerOnce, requestKey } from './idempotency.ts'
import type { KeyStore } from './key-store.ts'
import { draft } from './message-draft.ts'
import { notes } from './notes.ts'
import { type OrderAccess, ownerOf } from './order-access.ts'
import type { NewOrder } from './order-insert.ts'
import { withFreshNumber } from './order-number.ts'
import { newPayment } from './payment.ts'
import type { Stockroom } from './stockroom.ts'

interface PlaceDeps {
  readonly keys: Pick<KeyStore, 'find'>
  readonly insertOrder: (order: NewOrder) => Promise<void>
  readonly stockroom: Stockroom
  readonly access: OrderAccess
  readonly signals: Signals
  readonly clock: Clock
  readonly newId: () => string
  readonly random: () => number
}

/** What is stored under the key: the answer without its token, which follows from the order. */
const Stored = PlacedOrder.omit({ accessToken: true })

/**
 * Takes an order at once: one question to inventory, one statement. Everything after that the saga does by itself.
 * Failures: `unknown_country`, `unknown_sku`, `inventory_unavailable`, and those of {@link answerOnce}.
 */
export function placeOrder(deps: PlaceDeps): Handler<typeof orders.operations.place> {
  return async ({ input, ctx }) => {
    const key = requestKey(ctx, 'place')
    const stored = await answerOnce(deps, key, input, async (requestHash) => {
      assertCountry(input.address.country)
      const skus = input.lines.map(({ sku }) => sku)
      const lines = priced(input, await deps.stockroom.quote(skus, ctx))
      const order = newOrder(deps, { input, lines, ctx })
      const result = await withFreshNumber(deps.random, async (number) => {
        const { orderId, totalAmount, placedAt } = order
        const answer = { orderId, number, status: 'pending', total: { amount: totalAmount, currency: 'EUR' } }
        const stored = { ...key, requestHash, status: 202, result: answer, at: placedAt }
        await deps.insertOrder({ ...order, number, answer: stored })
        return answer
      })
      deps.signals.wake()
      deps.signals.hint('order', order.orderId)
      return result
    })
    const { orderId, number, status, total } = Stored.parse(stored)
    return { orderId, number, status, total, accessToken: deps.access.tokenFor(orderId) }
  }
}

function assertCountry(country: string): void {
  if (countries.some((one) => one === country)) return
  throw new Failure('unknown_country', {
    detail: `We do not ship to "${country}"; we ship to ${countries.join(', ')}.`,
  })
}

function priced({ lines }: PlaceOrder, quoted: readonly QuotedItem[]): NewOrder['lines'] {
  return lines.map(({ sku, quantity }) => {
    const item = quoted.find((one) => one.sku === sku)
    if (!item) throw new Failure('unknown_sku', { detail: `There is no print with the SKU "${sku}".` })
    const { slug, title, size, edition, unitPrice } = item
    return { sku, slug, title, size, quantity, edition, unitAmount: unitPrice.amount }
  })
}

function newOrder(
  { clock, newId }: PlaceDeps,
  { input, lines, ctx }: { input: PlaceOrder; lines: NewOrder['lines']; ctx: CallContext },
): Omit<NewOrder, 'answer' | 'number'> {
  const orderId = newId()
  const nowMs = clock.now()
  const { principal, traceparent } = ctx.envelope
  const totalAmount = lines.reduce((sum, { unitAmount, quantity }) => sum + unitAmount * quantity, 0)
  const { saga, messages } = beginFulfilment({ orderId, lines }, newSaga(fulfilOrder, orderId), nowMs)
  const plain = lines.map(({ sku, quantity }) => ({ sku, quantity }))
  return {
    orderId,
    owner: ownerOf(principal),
    placedAt: new Date(nowMs).toISOString(),
    totalAmount,
    contact: input.contact,
    address: input.address,
    lines,
    note: notes.placed,
    payment: newPayment({ amount: totalAmount, token: input.payment.token }),
    saga,
    messages: [...messages, draft(orders.events.orderPlaced, { orderId, lines: plain })].map((make) =>
      make({ id: newId(), aggregateId: orderId, version: 1, traceparent }),
    ),
  }
}
