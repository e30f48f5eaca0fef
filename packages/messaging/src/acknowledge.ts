/**
 * ACKNOWLEDGEMENTS: after its commit a consumer tells the sender, in batches, that a delivery is done. They may be lost:
 * the reconciler then sends again, the inbox makes the repeat harmless, and it is acknowledged once more.
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Pool } from 'pg'
import { z } from 'zod'
import type { Arrival, Engine } from './engine.ts'

const gatherMs = 50
const batchSize = 100

/** One delivery that is done, as the sender's row knows it. */
const Done = z.object({ id: z.uuid(), queue: z.string().max(100) })
type Done = z.infer<typeof Done>
const Acknowledgement = z.object({ payload: z.array(Done).max(batchSize) })

/** The queue on which `service` hears what became of its messages. */
export const acknowledgementQueue = (service: string): string => `${service}.acknowledgements`

export interface AcknowledgementsOptions {
  service: string
  pool: Pool
  engine: Pick<Engine, 'send'>
  clock: Clock
  log: Log
  newId: () => string
}

/** Gathers what this process has done and tells the senders, at the latest 50 ms later. */
export class Acknowledgements {
  readonly #options: AcknowledgementsOptions
  #gathered = new Map<string, Done[]>()
  #flushing: Promise<void> | undefined

  constructor(options: AcknowledgementsOptions) {
    this.#options = options
  }

  /** Never fails and never waits. */
  add(sender: string, done: Done): void {
    const batch = this.#gathered.get(sender) ?? []
    this.#gathered.set(sender, [...batch, done])
    if (batch.length + 1 >= batchSize) void this.flush()
    else this.#flushing ??= this.#options.clock.sleep(gatherMs).then(() => this.flush())
  }

  /** Tells all that was gathered now. */
  async flush(): Promise<void> {
    const gathered = this.#gathered
    this.#gathered = new Map()
    this.#flushing = undefined
    await Promise.all([...gathered].map(([sender, batch]) => this.#tell(sender, batch)))
  }

  async #tell(sender: string, batch: Done[]): Promise<void> {
    const { service, pool, engine, clock, log, newId } = this.#options
    try {
      if (sender === service) return await markAcknowledged(pool, batch, clock.now())
      const letter = { id: newId(), name: 'acknowledgement', from: service, payload: batch, traceparent: null }
      await engine.send(acknowledgementQueue(sender), [letter])
    } catch (error) {
      log.debug({ sender, count: batch.length, err: error }, 'acknowledgements were lost')
    }
  }
}

/** Takes in what other services acknowledged. A letter that is no acknowledgement is dropped. */
export async function receiveAcknowledgement({ letter }: Arrival, { pool, clock }: { pool: Pool; clock: Clock }) {
  const parsed = Acknowledgement.safeParse(letter)
  if (parsed.success) await markAcknowledged(pool, parsed.data.payload, clock.now())
}

async function markAcknowledged(pool: Pool, batch: readonly Done[], now: number): Promise<void> {
  const ids = batch.map(({ id }) => id)
  const queues = batch.map(({ queue }) => queue)
  await pool.query({ name: 'messaging.acknowledge', text: acknowledgeSql, values: [ids, queues, new Date(now)] })
}

// Rows are locked in one order everywhere, so that marks and acknowledgements never wait for each other in a circle.
const acknowledgeSql = `
  WITH done AS (
    SELECT message_id, queue FROM deliveries
      JOIN (SELECT DISTINCT * FROM unnest($1::uuid[], $2::text[]) AS told(message_id, queue)) AS told USING (message_id, queue)
     WHERE acknowledged_at IS NULL
     ORDER BY message_id, queue
       FOR UPDATE OF deliveries
  )
  UPDATE deliveries SET acknowledged_at = $3
    FROM done WHERE deliveries.message_id = done.message_id AND deliveries.queue = done.queue`
