import { createHmac } from 'node:crypto'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Pool } from 'pg'
import { request } from 'undici'

interface Notice {
  eventId: string
  type: string
  orderId: string
  entryId: string
}

/** `t=<unix seconds>,v1=<hmac-sha256 of "t.body">`, the scheme that Stripe made common. */
function sign(body: string, { secret, atMs }: { secret: string; atMs: number }): string {
  const seconds = Math.floor(atMs / 1000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}

/**
 * Tells the merchant by signed webhook, until it answers 2xx: again after 1, 2, 4 … 60 s, at most 20 times. Runs until
 * the signal aborts.
 */
export async function sendNotices(deps: {
  pool: Pool
  url: string
  secret: string
  clock: Clock
  log: Log
  signal: AbortSignal
}): Promise<void> {
  const { pool, clock, log, signal } = deps
  while (!signal.aborted) {
    try {
      const due = await claimDue(pool)
      await Promise.all(due.map((notice) => send(notice, deps)))
      if (due.length > 0) continue
    } catch (error) {
      log.warn({ err: error }, 'notices wait')
    }
    await clock.sleep(250, signal)
  }
}

async function claimDue(pool: Pool): Promise<Notice[]> {
  const { rows } = await pool.query<Notice>(
    `UPDATE notices SET sends = sends + 1, next_at = now() + make_interval(secs => least(60, power(2, sends)))
      WHERE event_id IN (SELECT event_id FROM notices WHERE delivered_at IS NULL AND next_at <= now() AND sends < 20
                          ORDER BY next_at LIMIT 50 FOR UPDATE SKIP LOCKED)
      RETURNING event_id AS "eventId", type, order_id AS "orderId", entry_id AS "entryId"`,
  )
  return rows
}

async function send(notice: Notice, deps: { pool: Pool; url: string; secret: string; clock: Clock; log: Log }) {
  const body = JSON.stringify(notice)
  try {
    const reply = await request(deps.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'payments-signature': sign(body, { secret: deps.secret, atMs: deps.clock.now() }),
      },
      body,
      headersTimeout: 5_000,
      bodyTimeout: 5_000,
    })
    await reply.body.dump()
    if (reply.statusCode >= 200 && reply.statusCode < 300) {
      await deps.pool.query('UPDATE notices SET delivered_at = now() WHERE event_id = $1', [notice.eventId])
    }
  } catch (error) {
    deps.log.debug({ err: error, eventId: notice.eventId }, 'notice not delivered')
  }
}
