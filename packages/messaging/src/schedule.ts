/**
 * SCHEDULE: work that comes again and again, done by one instance at a time. The owner holds a lease in Postgres and
 * renews it while it works; when it dies, the lease ends, and the next run that is due is another's. Redis has no part in it.
 *
 *     every({ name: 'expire-reservations', everyMs: 1_000, job: expireReservations, pool, clock, log, newId })
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Pool } from 'pg'
import { type Beat, Pulse } from './pulse.ts'

const leaseMs = 6_000
const renewMs = 2_000

export interface ScheduleOptions {
  name: string
  /** From the start of one run to the start of the next, over all instances. */
  everyMs: number
  /** Its signal aborts when the process stops or the lease is lost. */
  job: (signal: AbortSignal) => Promise<void>
  pool: Pool
  clock: Clock
  log: Log
  newId: () => string
}

/** The job as a pulse of this instance: it beats every `everyMs` and works when no other instance has the lease. */
export function every(options: ScheduleOptions): Pulse {
  const { name, everyMs, clock, log, newId } = options
  const owner = newId()
  return new Pulse({ name, everyMs, work: (signal) => runIfDue(options, owner, signal), clock, log })
}

async function runIfDue(options: ScheduleOptions, owner: string, stopping: AbortSignal): Promise<Beat> {
  const { name, everyMs, job, pool, clock } = options
  const now = clock.now()
  const values = [name, owner, new Date(now), new Date(now + everyMs), new Date(now + leaseMs)]
  const { rowCount } = await pool.query(acquireSql, values)
  if (rowCount === 0) return 'not-mine'
  const over = new AbortController()
  const lost = new AbortController()
  const renewing = keepLease({ ...options, owner, over: over.signal, lost })
  try {
    await job(AbortSignal.any([stopping, lost.signal]))
  } finally {
    over.abort()
    await renewing
    await pool.query(releaseSql, [name, owner])
  }
  return 'rest'
}

interface Lease extends ScheduleOptions {
  owner: string
  over: AbortSignal
  lost: AbortController
}

async function keepLease({ name, owner, pool, clock, over, lost }: Lease): Promise<void> {
  let endsAt = clock.now() + leaseMs
  while (!over.aborted && !lost.signal.aborted) {
    await clock.sleep(renewMs, over)
    if (over.aborted) return
    const renewed = await pool.query(renewSql, [name, owner, new Date(clock.now() + leaseMs)]).catch(() => undefined)
    if (renewed?.rowCount === 1) endsAt = clock.now() + leaseMs
    else if (renewed || clock.now() >= endsAt) lost.abort()
  }
}

const acquireSql = `
  INSERT INTO schedules AS job (name, owner, due_at, leased_until) VALUES ($1, $2, $4, $5)
  ON CONFLICT (name) DO UPDATE SET owner = $2, due_at = $4, leased_until = $5
   WHERE job.due_at <= $3 AND (job.leased_until IS NULL OR job.leased_until <= $3)`
const renewSql = 'UPDATE schedules SET leased_until = $3 WHERE name = $1 AND owner = $2 AND leased_until IS NOT NULL'
const releaseSql = 'UPDATE schedules SET leased_until = NULL WHERE name = $1 AND owner = $2'
