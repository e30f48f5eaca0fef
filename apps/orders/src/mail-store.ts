import type { AccountMail, Mail, OrderMail } from '@switchyard/contracts/mail'
import type { OrderStatus } from '@switchyard/contracts/orders'
import { insertInbox, type Received } from '@switchyard/messaging/inbox'
import type { Pool } from 'pg'
import type { MailedOrder } from './mail.ts'

/** What {@link createMailStore} makes. */
export type MailStore = ReturnType<typeof createMailStore>

interface Addressee extends MailedOrder {
  readonly email: string
  readonly status: OrderStatus
}

/** The local mailbox, and what the mailroom must know to write. */
export function createMailStore({ pool }: { pool: Pool }) {
  return {
    async addressee(orderId: string): Promise<Addressee | undefined> {
      const { rows } = await pool.query<{ order: Addressee }>(addresseeSql, [orderId])
      return rows[0]?.order
    },

    /** Notes the message and keeps the mail in one statement; a second one of the same kind is not written. */
    async save(
      { to, kind, orderId, subject, text, at }: OrderMail,
      { consumer, id }: Pick<Received<unknown>, 'consumer' | 'id'>,
    ) {
      await pool.query(
        `WITH fresh AS (${insertInbox('$1', '$2')})
         INSERT INTO mails (order_id, kind, recipient, subject, text, at)
         SELECT $3, $4, $5, $6, $7, $8 WHERE EXISTS (SELECT 1 FROM fresh)
         ON CONFLICT (order_id, kind) DO NOTHING`,
        [consumer, id, orderId, kind, to, subject, text, at],
      )
    },

    /** Keeps a mail about an account; a second one of the same id is not written. */
    async keep({ id, to, kind, subject, text, at }: Omit<AccountMail, 'at' | 'orderId'> & { id: string; at: Date }) {
      await pool.query(
        `INSERT INTO account_mails (id, kind, recipient, subject, text, at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO NOTHING`,
        [id, kind, to, subject, text, at],
      )
    },

    /** The newest mails first, at most 200; of one recipient if `to` is given. */
    async list({ to }: { to?: string | undefined }): Promise<Mail[]> {
      const { rows } = await pool.query<(Omit<OrderMail, 'at'> | Omit<AccountMail, 'at'>) & { at: Date }>(
        to === undefined ? listAllSql : listOfSql,
        to === undefined ? [] : [to],
      )
      return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
    },
  }
}

const listSql = (whose: string) => `
  (SELECT recipient AS "to", kind, order_id AS "orderId", subject, text, at
     FROM mails WHERE ${whose} ORDER BY at DESC, order_id LIMIT 200)
  UNION ALL
  (SELECT recipient, kind, NULL, subject, text, at FROM account_mails WHERE ${whose} ORDER BY at DESC, id LIMIT 200)
  ORDER BY at DESC, "orderId" LIMIT 200`
const listAllSql = listSql('true')
const listOfSql = listSql('email_hash(recipient) = email_hash($1)')

const addresseeSql = `
  SELECT json_build_object(
    'number', o.number, 'name', o.contact ->> 'name', 'email', o.contact ->> 'email', 'reason', o.reason,
    'totalAmount', o.total_amount, 'status', o.status,
    'charge', CASE WHEN p.charge_id IS NOT NULL THEN 'taken' WHEN p.state = 'charging' THEN 'open' ELSE 'none' END,
    'lines', (SELECT json_agg(json_build_object('title', title, 'size', size, 'quantity', quantity, 'edition', edition,
                                                'numbers', numbers) ORDER BY position)
                FROM order_lines WHERE order_id = o.id)) AS "order"
  FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.id = $1`
