import type { SentMessage } from '@switchyard/contracts/facts'
import type { Invariant } from './invariant.ts'

/** What is shown a moment later is what was told, and nothing else. */
export const invariantsOfReadModels: readonly Invariant[] = [
  {
    name: 'read models are the fold of the events',
    guarantee: 'Order history and sales show what the events of an order add up to.',
    inCase: ({ order, sent, isAtRest }) => {
      if (!order || !isAtRest) return []
      const { orderId, number, totalAmount, lines, read, sales } = order
      const { status, isSold } = fold(sent)
      const shown = read ? `${read.number} ${read.status} ${read.totalAmount}` : 'nothing'
      const told = `${number} ${status} ${totalAmount}`
      const revenue = sales.reduce((sum, { amount }) => sum + amount, 0)
      const wrong = lines.filter(({ sku, quantity }) => {
        const sold = sales.filter((sale) => sale.sku === sku).reduce((sum, sale) => sum + sale.quantity, 0)
        return sold !== (isSold ? quantity : 0)
      })
      return [
        ...(shown === told ? [] : [`order ${orderId} is shown as ${shown}, and its events say ${told}`]),
        ...(revenue === (isSold ? totalAmount : 0) ? [] : [`order ${orderId} brought ${revenue} in sales`]),
        ...wrong.map(({ sku, quantity }) => `the sales of order ${orderId} do not add up to ${quantity} of ${sku}`),
      ]
    },
  },
]

/** The events that change what is shown, in the order in which an order may go. */
const events = ['Placed', 'Confirmed', 'Rejected', 'Shipped', 'Delivered', 'Cancelled', 'Returned']

function fold(sent: readonly SentMessage[]): { status: string; isSold: boolean } {
  const told = events.filter((event) => sent.some(({ name }) => name === `orders.order${event}`))
  const status = told.at(-1)?.toLowerCase() ?? 'unknown'
  const isTakenBack = told.includes('Cancelled') || told.includes('Returned')
  return { status: status === 'placed' ? 'pending' : status, isSold: told.includes('Confirmed') && !isTakenBack }
}
