import type { OrderMail } from '@switchyard/contracts/mail'
import type { RejectionReason } from '@switchyard/contracts/orders'
import { euros } from './notes.ts'

/** What a mail about an order needs to know. */
export interface MailedOrder {
  readonly number: string
  readonly name: string
  readonly reason: RejectionReason | null
  /** Cents. */
  readonly totalAmount: number
  /** Whether money was taken; `open`: the bank has not said yet. */
  readonly charge: 'none' | 'open' | 'taken'
  readonly lines: readonly {
    readonly title: string
    readonly size: string
    readonly quantity: number
    readonly edition: number
    readonly numbers: readonly number[]
  }[]
}

/** A mail as text, in the shop's voice: what happened, what it means, one way on. */
export function renderMail(kind: OrderMail['kind'], order: MailedOrder): { subject: string; text: string } {
  const { subject, paragraphs } = letters[kind](order)
  return { subject, text: [`Dear ${order.name},`, ...paragraphs, 'Halftone', ''].join('\n\n') }
}

interface Letter {
  subject: string
  paragraphs: string[]
}

const letters: Record<OrderMail['kind'], (order: MailedOrder) => Letter> = {
  order_confirmed: (order) => ({
    subject: `Your prints are numbered: order ${order.number}`,
    paragraphs: [
      'Your order is confirmed. These are yours, and nobody else will ever have their numbers:',
      order.lines.map((line) => `  ${named(line)}: ${numbersOf(line)}`).join('\n'),
      `Paid: ${euros(order.totalAmount)}, VAT and shipping included.`,
      'We print, sign and pack them now, and write on the order page when they leave.',
    ],
  }),
  order_rejected: (order) => ({
    subject: `About your order ${order.number}`,
    paragraphs: [
      ...reasons[order.reason ?? 'out_of_stock'],
      moneyBack(order),
      'The page of your order puts these prints back in your bag, if you want to try again.',
    ],
  }),
  order_cancelled: (order) => ({
    subject: `Cancelled: order ${order.number}`,
    paragraphs: [
      'Your order is cancelled, as you asked. The prints go back on the wall:',
      order.lines.map((line) => `  ${named(line)}`).join('\n'),
      moneyBack(order),
    ],
  }),
  order_returned: (order) => ({
    subject: `Returned: order ${order.number}`,
    paragraphs: [
      'You send these back, and that is fine. They go back on the wall, with the numbers they had:',
      order.lines.map((line) => `  ${named(line)}`).join('\n'),
      moneyBack(order),
    ],
  }),
}

const reasons: Record<RejectionReason, string[]> = {
  out_of_stock: ['Someone was quicker: what you chose found another wall before we could set it aside. We are sorry.'],
  payment_declined: ['The bank said no to the payment, and did not tell us why. Your prints are back on the wall.'],
  payment_unavailable: [
    'The bank could not be reached for longer than we can hold a print. Your prints are back on the wall, and it was nothing you did.',
  ],
}

const moneyBack = ({ charge, totalAmount }: MailedOrder): string =>
  ({
    none: 'Nothing was charged.',
    open: 'The bank has not answered yet. Whatever was charged goes back to you.',
    taken: `Your ${euros(totalAmount)} are on their way back to you.`,
  })[charge]

const named = ({ title, size, quantity }: MailedOrder['lines'][number]): string =>
  `${title}, ${size.toUpperCase()}${quantity > 1 ? ` × ${quantity}` : ''}`

const numbersOf = ({ numbers, edition }: MailedOrder['lines'][number]): string =>
  `No. ${numbers.join(', No. ')} of ${edition}`
