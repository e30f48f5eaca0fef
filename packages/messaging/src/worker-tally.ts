/**
 * WORKER TALLY: who did how much. Each process counts the messages that it has done, and adds them once a second to one
 * row for each of its queues; without work it writes nothing. What a process that dies had counted in its last second is
 * lost, for these figures are there to be looked at and nothing is decided by them.
 */
import type { Pool } from 'pg'
import type { Arrival } from './engine.ts'

/** How often a process adds what it has counted. */
export const tallyEveryMs = 1_000

/** What one instance has done and not told yet. */
export class WorkerTally {
  readonly #pool: Pool
  readonly #instance: string
  #counted = new Map<string, number>()

  constructor({ pool, instance }: { pool: Pool; instance: string }) {
    this.#pool = pool
    this.#instance = instance
  }

  /** Counts what is done with on this queue; what has to come again is not. */
  counting(queue: string, receive: (arrival: Arrival) => Promise<void>) {
    return async (arrival: Arrival): Promise<void> => {
      await receive(arrival)
      this.#counted.set(queue, (this.#counted.get(queue) ?? 0) + 1)
    }
  }

  /** Adds what was counted; after a failure it is added next time. */
  async tell(): Promise<void> {
    const counted = this.#counted
    if (counted.size === 0) return
    this.#counted = new Map()
    try {
      const values = [this.#instance, [...counted.keys()], [...counted.values()]]
      await this.#pool.query({ name: 'messaging.tally', text: tellSql, values })
    } catch (error) {
      for (const [queue, count] of counted) this.#counted.set(queue, count + (this.#counted.get(queue) ?? 0))
      throw error
    }
  }
}

/** By queue: how many messages each instance has done there, also those that are gone. */
export async function readWorkers(pool: Pool): Promise<ReadonlyMap<string, { instance: string; count: number }[]>> {
  const { rows } = await pool.query<{ queue: string; instance: string; count: number }>(readSql)
  const byQueue = Map.groupBy(rows, ({ queue }) => queue)
  return new Map([...byQueue].map(([queue, own]) => [queue, own.map(({ instance, count }) => ({ instance, count }))]))
}

const tellSql = `
  INSERT INTO workers AS known (queue, instance, done)
  SELECT queue, $1, count FROM unnest($2::text[], $3::bigint[]) AS counted(queue, count)
  ON CONFLICT (queue, instance) DO UPDATE SET done = known.done + excluded.done`
const readSql = 'SELECT queue, instance, done::float8 AS count FROM workers ORDER BY queue, instance'
