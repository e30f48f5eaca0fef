import type { ChangeOrder } from '@switchyard/orders/change-order'
import type { Payments } from '@switchyard/orders/payments'
import type { MessageBooks } from './message-books.ts'
import type { OrderPorts } from './order-books.ts'
import type { StockPort } from './stock-books.ts'

/** What a bug may reach beside the port that it spoils. */
interface Reach {
  readonly messages: MessageBooks
  readonly newId: () => string
}

/** A mistake that somebody could make, put between the code and its ports. */
export interface Bug {
  orders(ports: OrderPorts, reach: Reach): OrderPorts
  stock(port: StockPort, reach: Reach): StockPort
  payments(payments: Payments, reach: Reach): Payments
  changeOrder(change: ChangeOrder): ChangeOrder
  /** Consumers acknowledge what they take before they have applied it. */
  readonly acknowledgesFirst: boolean
}

/** No bug at all. */
export const sound: Bug = {
  orders: (ports) => ports,
  stock: (port) => port,
  payments: (payments) => payments,
  changeOrder: (change) => change,
  acknowledgesFirst: false,
}
