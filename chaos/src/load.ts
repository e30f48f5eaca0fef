import type { Clock } from '@switchyard/runtime/clock'
import type { Arrival } from './arrivals.ts'
import type { Operation, Served } from './operation.ts'

/** What {@link runLoad} is made of. */
export interface LoadOptions {
  /** In the order of their moments. */
  readonly arrivals: readonly Arrival[]
  /** Must not reject. */
  readonly serve: (ask: Arrival['ask'], lane: string | undefined) => Promise<Served>
  readonly clock: Clock
  /** The moment that every arrival counts from. */
  readonly startMs: number
  /** Stops sending; what is under way is still waited for. */
  readonly signal: AbortSignal
  /** Beyond that many without an answer, arrivals are logged as failed and not sent. */
  readonly inFlightMax?: number
}

/**
 * Sends every arrival at its moment, whatever became of those before, and resolves with the log when all have ended.
 *
 *     const log = await runLoad({ arrivals: scheduleArrivals(…), serve: shop.serve, clock, startMs: clock.now(), signal })
 */
export async function runLoad(options: LoadOptions): Promise<Operation[]> {
  const { arrivals, serve, clock, startMs, signal, inFlightMax = 2_000 } = options
  const log: Operation[] = []
  const underWay = new Set<Promise<void>>()
  for (const { id, atMs, ask, lane } of arrivals) {
    const dueMs = startMs + atMs
    const earlyMs = dueMs - clock.now()
    if (earlyMs > 0) await clock.sleep(earlyMs, signal)
    if (signal.aborted) break
    const sentMs = clock.now()
    const end = (served: Served) =>
      void log.push({ ...served, id, kind: ask.kind, lane, dueMs, sentMs, endMs: clock.now() })
    if (underWay.size >= inFlightMax) {
      end(notSent)
      continue
    }
    const task = serve(ask, lane)
      .then(end)
      .finally(() => underWay.delete(task))
    underWay.add(task)
  }
  await Promise.all(underWay)
  return log
}

const notSent: Served = {
  first: 'fail',
  final: 'fail',
  tries: 0,
  degraded: false,
  error: 'not sent: load generator is full',
}
