import type { Clock } from '@switchyard/runtime/clock'
import { askPostgres, databaseOf } from '../ask-postgres.ts'
import { enginesOf } from '../engines.ts'
import { restartAll } from '../restart-all.ts'
import type { Scene, Strike } from '../strike.ts'
import { compareTold } from './told-orders.ts'
import { type Heard, nothingHeard, watch } from './watcher.ts'

/**
 * So many browsers follow their orders and prints over event streams, each from an address of its own, while every gateway is drained
 * and started, one after the other, so many times. Counts what was missed and what was told twice against the shop's books.
 */
export function rollUnderStreams({ streams, times }: { streams: number; times: number }): Strike {
  return async (scene) => {
    const { ground, clock, random, signal } = scene
    const { gateway } = ground
    if (gateway === undefined) throw new Error('nobody knows where the streams are')
    const { postgresUrl } = enginesOf(ground)
    const heard = nothingHeard()
    const [resting, leaving] = [new AbortController(), new AbortController()]
    const skus = await skusIn(postgresUrl)
    const watching = {
      ...{ gateway, skus, heard, random, clock, resting: resting.signal },
      signal: AbortSignal.any([signal, leaving.signal]),
    }
    const all = Array.from({ length: streams }, async (_, n) => {
      // Not all at once: they are people, and the first thing that each does is to buy.
      await clock.sleep((n * comeMs) / streams, signal)
      await watch(n, watching)
    })
    // Whoever fails ends the campaign where it is waited for.
    const watched = Promise.all(all)
    watched.catch(() => {})
    await until(() => heard.open.size === streams, { clock, signal, limitMs: comeMs * 2 })
    if (heard.open.size < streams) throw new Error(`only ${heard.open.size} of ${streams} streams could be opened`)
    const resumedBefore = heard.resumedMs.length
    for (let time = 0; time < times && !signal.aborted; time += 1) await restartAll(['gateway'])(scene)
    resting.abort()
    const found = await restAndCompare(heard, { postgresUrl, clock, signal })
    leaving.abort()
    await watched
    const resumed = heard.resumedMs.slice(resumedBefore)
    return {
      findings: () => ({
        ...{ streams, rolls: times, orders: heard.seqs.size, ...found, newsDoubled: heard.newsDoubled },
        ...{ resumes: resumed.length, resumeMs: percentile(resumed, 0.5), worstResumeMs: percentile(resumed, 1) },
        ...{ lateMs: percentile(heard.lateMs, 0.5), worstLateMs: percentile(heard.lateMs, 1), refused: heard.refused },
      }),
    }
  }
}

/** The crowd comes within this time. */
const comeMs = 100_000
/** What is written has to be told within this time, and orders come to rest. */
const restMsMax = 30_000
/** What is written in the moment in which somebody leaves is nobody's loss. */
const leavingMs = 2_000

async function restAndCompare(heard: Heard, { postgresUrl, clock, signal }: Books) {
  const untilMs = clock.now() + restMsMax
  for (;;) {
    const [written, available] = [await writtenOf(heard, postgresUrl), await availableIn(postgresUrl)]
    // Entries that came meanwhile are more than were written then, never fewer.
    const { told, missed, doubled } = compareTold(heard.seqs, written)
    const newsStale = [...heard.prints.values()].filter(({ available: told }) =>
      Object.entries(told).some(([sku, count]) => count !== available.get(sku)),
    ).length
    const found = { eventsTold: told, eventsMissed: missed, eventsDoubled: doubled, newsStale }
    if (missed + newsStale === 0 || clock.now() > untilMs || signal.aborted) return found
    await clock.sleep(500, signal)
  }
}

interface Books {
  readonly postgresUrl: string
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** How many entries each order has that somebody was there to hear. */
async function writtenOf({ seqs, left }: Heard, postgresUrl: string): Promise<Map<string, number>> {
  const { rows } = await askPostgres(databaseOf(postgresUrl, 'orders'), (client) =>
    client.query<{ id: string; seq: number; at: Date }>(timelineSql, [[...seqs.keys()]]),
  )
  const written = new Map<string, number>()
  for (const { id, seq, at } of rows) {
    if (at.getTime() < (left.get(id) ?? Number.POSITIVE_INFINITY) - leavingMs) {
      written.set(id, Math.max(seq, written.get(id) ?? 0))
    }
  }
  return written
}

async function availableIn(postgresUrl: string): Promise<Map<string, number>> {
  const { rows } = await askPostgres(databaseOf(postgresUrl, 'inventory'), (client) =>
    client.query<{ sku: string; available: number }>('SELECT sku, on_hand - reserved AS available FROM stock'),
  )
  return new Map(rows.map(({ sku, available }) => [sku, available]))
}

/** What many may buy: nothing that is about to be sold out. */
async function skusIn(postgresUrl: string): Promise<string[]> {
  const stock = await availableIn(postgresUrl)
  return [...stock].filter(([, available]) => available >= plenty).map(([sku]) => sku)
}

const plenty = 40
const timelineSql = 'SELECT order_id AS id, seq, at FROM timeline WHERE order_id = ANY($1::uuid[])'

async function until(
  isSo: () => boolean,
  { clock, signal, limitMs }: Pick<Scene, 'clock' | 'signal'> & { limitMs: number },
) {
  const untilMs = clock.now() + limitMs
  while (!isSo() && clock.now() < untilMs && !signal.aborted) await clock.sleep(100, signal)
}

const percentile = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.ceil(part * sorted.length) - 1] ?? 0)
}
