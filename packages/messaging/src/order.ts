/**
 * ORDER: a subscriber that is declared in order applies what it hears of one aggregate as it happened. Every such delivery
 * names the one before it, and waits until the inbox knows that one as applied; meanwhile it rests on the queue, which
 * is no try. So a message that fails holds up its own aggregate alone, and dropping it lets the others go on.
 */
import type { Pool } from 'pg'
import { type Letter, NotYet } from './engine.ts'
import { insertInbox } from './inbox.ts'

/** Keeps the letters of one service's ordered subscribers in order. */
export interface Order {
  /** @throws {NotYet} when the letter before this one has not been applied. */
  check(letter: Letter, consumer: string): Promise<void>
  /** Notes that it was applied, also when its handler had nothing to write. */
  note(letter: Letter, consumer: string): Promise<void>
}

/** Order by the notes of the inbox. */
export function inboxOrder(pool: Pool): Order {
  return {
    check: async ({ id, after }, consumer) => {
      if (after === undefined) return
      const { rowCount } = await pool.query({ name: 'messaging.applied', text: appliedSql, values: [consumer, after] })
      if (rowCount === 0) throw new NotYet(`${id} waits for ${after}`)
    },
    note: async ({ id }, consumer) => {
      await pool.query({ name: 'messaging.note', text: noteSql, values: [consumer, id] })
    },
  }
}

const appliedSql = 'SELECT 1 FROM inbox WHERE consumer = $1 AND message_id = $2'
const noteSql = insertInbox('$1', '$2')
