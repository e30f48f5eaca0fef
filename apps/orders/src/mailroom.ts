import type { OrderMail } from '@switchyard/contracts/mail'
import type { Received } from '@switchyard/messaging/inbox'
import type { Clock } from '@switchyard/runtime/clock'
import { renderMail } from './mail.ts'
import type { MailStore } from './mail-store.ts'

/** What {@link createMailroom} makes. */
export type Mailroom = ReturnType<typeof createMailroom>

/** Writes to customers: one mail an order and kind, however often the event comes; none that is no longer true. */
export function createMailroom({ mails, clock }: { mails: Pick<MailStore, 'addressee' | 'save'>; clock: Clock }) {
  return {
    async send(kind: OrderMail['kind'], received: Received<{ orderId: string }>): Promise<void> {
      const { orderId } = received.payload
      const order = await mails.addressee(orderId)
      if (!order) return
      const { email: to, status, ...mailed } = order
      // Its numbers have gone back already; the mail that says so is on its way.
      if (kind === 'order_confirmed' && (status === 'cancelled' || status === 'returned')) return
      const at = new Date(clock.now()).toISOString()
      await mails.save({ to, kind, orderId, ...renderMail(kind, mailed), at }, received)
    },
  }
}
