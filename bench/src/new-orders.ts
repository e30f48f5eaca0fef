import { createOrderAccess } from '@switchyard/orders/order-access'
import type { NewOrder } from '@switchyard/orders/order-insert'
import { placeOrder } from '@switchyard/orders/place-order'
import type { CallContext } from '@switchyard/rpc/envelope'
import type { Clock } from '@switchyard/runtime/clock'
import { v7 as newId } from 'uuid'

/** So many orders as the service's own use case makes them of a checkout, each with a key of its own; nothing is written. */
export async function newOrders(count: number, { clock }: { clock: Clock }): Promise<NewOrder[]> {
  const made: NewOrder[] = []
  const place = placeOrder({
    keys: { find: async () => undefined },
    insertOrder: async (order) => void made.push({ ...order, number: nextNumber() }),
    stockroom: { quote: async (skus) => skus.map(quoted), reservation: async () => null },
    access: createOrderAccess({ secret: 'secret of the bench', adopterOf: async () => undefined }),
    signals: { wake: () => undefined, hint: () => undefined },
    ...{ clock, newId, random: Math.random },
  })
  for (let n = 0; n < count; n += 1) await place({ input: checkout, ctx: call() })
  return made
}

let numbered = 0
/** In turn: the shop draws another number when one is taken, and not every way that is measured does. */
const nextNumber = () => `HT-${(numbered++).toString(16).toUpperCase().padStart(6, '0')}`

const [slug, sizes] = ['contour-no-2', ['a2', 'a3'] as const]
const checkout = {
  lines: sizes.map((size) => ({ sku: `${slug}-${size}`, quantity: 1 })),
  contact: { name: 'Ada Example', email: 'ada@example.test' },
  address: { line1: 'Long Lane 1', city: 'Graz', postalCode: '8010', country: 'EU' },
  payment: { token: 'tok_ok' },
}
const quoted = (sku: string) => ({
  ...{ sku, slug, title: 'Contour No. 2', size: sku.endsWith('a2') ? ('a2' as const) : ('a3' as const) },
  ...{ edition: 100, available: 100, unitPrice: { amount: 4_900, currency: 'EUR' as const } },
})
const call = (): CallContext => ({
  envelope: {
    ...{ callId: newId(), principal: { kind: 'guest', id: 'bench' }, deadlineAtMs: Number.MAX_SAFE_INTEGER },
    ...{ idempotencyKey: newId(), traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
  },
  signal: new AbortController().signal,
})
