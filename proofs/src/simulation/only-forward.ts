import type { OrderPorts } from './order-books.ts'
import type { StockBooks } from './stock-books.ts'

/**
 * Watches what is written: once the money is taken an order is rejected only when its stock is gone. At rest nobody could
 * tell any more, for the stock has been given back by then.
 */
export const watchedForward = (ports: OrderPorts, stock: StockBooks, broken: (where: string) => void): OrderPorts => ({
  ...ports,
  insert: (order) => ports.insert(order),
  ownerOf: (orderId) => ports.ownerOf(orderId),
  store: {
    ...ports.store,
    save: async (order, change, options) => {
      const outcome = await ports.store.save(order, change, options)
      const isPaid = order.saga.steps.some(({ name, state }) => name === 'charge' && state === 'done')
      const has = stock.standing(order.orderId)?.state
      if (outcome === 'saved' && isPaid && change.status === 'rejected' && (has === 'held' || has === 'committed')) {
        broken(`after the pivot only forward: an order was paid, its stock is ${has}, and it was rejected`)
      }
      return outcome
    },
  },
})
