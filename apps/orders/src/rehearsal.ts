import type { orders } from '@switchyard/contracts/orders'
import type { Rehearsal } from '@switchyard/rpc/rehearse'

const nobodys = { orderId: '00000000-0000-7000-8000-000000000000' }

/** What the shop's pages ask of an instance first; of an order that does not exist, which is as much work to find out. */
export const rehearsal: Rehearsal<typeof orders> = {
  salesOf: { slug: 'first-light' },
  cart: {},
  list: { limit: 1 },
  byId: nobodys,
  timelineSince: { ...nobodys, seq: 0 },
}
