import type { MessageTrail } from '@switchyard/contracts/trail'
import type { Pool } from 'pg'
import type { Engine } from './engine.ts'

type Job = MessageTrail['deliveries'][number]['job']

interface Row {
  id: string
  kind: 'event' | 'command'
  name: string
  created_at: Date
  queue: string | null
  sends: number
  sent_at: Date | null
  acknowledged_at: Date | null
}

const messagesMax = 200

/** What this service sent about one aggregate, oldest first, with each delivery's row and job; `unknown` while the engine is away. */
export async function trailOf(
  aggregateId: string,
  { service, pool, engine }: { service: string; pool: Pool; engine: Pick<Engine, 'states'> },
): Promise<MessageTrail[]> {
  const { rows } = await pool.query<Row>({
    name: 'messaging.trail',
    text: trailSql,
    values: [aggregateId, messagesMax],
  })
  const jobs = await jobsOf(rows, engine)
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { id, kind, name, created_at } = first
    const deliveries = group.flatMap((row) =>
      row.queue === null
        ? []
        : [
            {
              to: row.queue,
              sentAt: row.sent_at?.toISOString() ?? null,
              acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
              sends: row.sends,
              job: jobs.get(`${id}/${row.queue}`) ?? 'gone',
            },
          ],
    )
    return [{ id, kind, name, from: service, at: created_at.toISOString(), deliveries }]
  })
}

/** Only open deliveries are asked for: a job that was acknowledged has been removed. */
async function jobsOf(rows: readonly Row[], engine: Pick<Engine, 'states'>): Promise<Map<string, Job>> {
  const open = rows.filter((row) => row.queue !== null && row.sent_at !== null && row.acknowledged_at === null)
  const byQueue = [...Map.groupBy(open, ({ queue }) => queue ?? '')]
  const found = await Promise.all(
    byQueue.map(async ([queue, group]) => {
      const ids = group.map(({ id }) => id)
      const states = await engine.states(queue, ids).catch(() => [])
      return ids.map((id, index): [string, Job] => [`${id}/${queue}`, states[index] ?? 'unknown'])
    }),
  )
  return new Map(found.flat())
}

const trailSql = `
  SELECT message.id, message.kind, message.name, message.created_at,
         deliveries.queue, coalesce(deliveries.sends, 0) AS sends, deliveries.sent_at, deliveries.acknowledged_at
    FROM (SELECT * FROM outbox WHERE aggregate_id = $1 ORDER BY created_at, id LIMIT $2) AS message
    LEFT JOIN deliveries ON deliveries.message_id = message.id
   ORDER BY message.created_at, message.id, deliveries.queue`
