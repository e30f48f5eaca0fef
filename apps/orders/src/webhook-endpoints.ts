import type { Webhook, WebhookEvent } from '@switchyard/contracts/webhooks'
import type { Clock } from '@switchyard/runtime/clock'
import type { Pool } from 'pg'

/** What {@link createWebhookEndpoints} makes. */
export type WebhookEndpoints = ReturnType<typeof createWebhookEndpoints>

/** `null`: everybody's, as staff see them. */
type Owner = string | null

const bothKeysMs = 24 * 3_600_000

/** Where partners want to hear of their orders. Whoever asks gets their own alone. */
export function createWebhookEndpoints({ pool, clock }: { pool: Pool; clock: Clock }) {
  const now = () => new Date(clock.now())
  const list = async (owner: Owner, webhookId: string | null): Promise<Webhook[]> => {
    const { rows } = await pool.query<Row>({ name: 'webhooks', text: listSql, values: [owner, webhookId] })
    return rows.map(asWebhook)
  }
  return {
    list: (owner: Owner) => list(owner, null),
    byId: async (owner: Owner, webhookId: string) => (await list(owner, webhookId))[0],

    /** Adds one unless the owner has `max` already; answers whether it did. */
    async add({ webhookId, owner, url, events, max }: NewEndpoint): Promise<boolean> {
      const values = [webhookId, owner, url, events, now(), max]
      const { rowCount } = await pool.query(
        `INSERT INTO webhook_endpoints (id, owner, url, events, created_at)
         SELECT $1, $2, $3, $4, $5 WHERE (SELECT count(*) FROM webhook_endpoints WHERE owner = $2) < $6`,
        values,
      )
      return rowCount === 1
    },

    /** Its deliveries go with it. */
    async remove(owner: Owner, webhookId: string): Promise<boolean> {
      const { rowCount } = await pool.query(`DELETE FROM webhook_endpoints WHERE ${theirs}`, [owner, webhookId])
      return rowCount === 1
    },

    /** Sends to it again, at once whatever has been waiting. */
    async enable(owner: Owner, webhookId: string): Promise<boolean> {
      const { rowCount } = await pool.query(enableSql, [owner, webhookId, now()])
      return rowCount === 1
    },

    /** Begins the next version of its key and answers which; the one before is valid for a day. */
    async rotate(owner: Owner, webhookId: string): Promise<number | undefined> {
      const { rows } = await pool.query<{ version: number }>(
        `UPDATE webhook_endpoints SET secret_version = secret_version + 1, both_until = $3
          WHERE ${theirs} RETURNING secret_version AS version`,
        [owner, webhookId, new Date(clock.now() + bothKeysMs)],
      )
      return rows[0]?.version
    },
  }
}

interface NewEndpoint {
  webhookId: string
  owner: string
  url: string
  events: readonly WebhookEvent[]
  max: number
}

interface Row {
  id: string
  url: string
  events: WebhookEvent[]
  state: Webhook['state']
  reason: string | null
  failing_since: Date | null
  created_at: Date
  waiting: number
}

const asWebhook = (row: Row): Webhook => ({
  webhookId: row.id,
  url: row.url,
  events: row.events,
  state: row.state,
  reason: row.reason,
  failingSince: row.failing_since?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  waiting: row.waiting,
})

const theirs = '($1::text IS NULL OR owner = $1) AND id = $2'

const listSql = `
  SELECT id, url, events, state, reason, failing_since, created_at,
         (SELECT count(*)::int FROM webhook_deliveries WHERE endpoint_id = e.id AND state = 'waiting') AS waiting
    FROM webhook_endpoints e
   WHERE ($1::text IS NULL OR owner = $1) AND ($2::uuid IS NULL OR id = $2) ORDER BY created_at, id LIMIT 200`

const enableSql = `
  WITH enabled AS (
    UPDATE webhook_endpoints SET state = 'enabled', reason = NULL, failing_since = NULL WHERE ${theirs} RETURNING id
  ), due AS (
    UPDATE webhook_deliveries d SET due_at = $3, attempts = 0 FROM enabled
     WHERE d.endpoint_id = enabled.id AND d.state = 'waiting'
  )
  SELECT id FROM enabled`
