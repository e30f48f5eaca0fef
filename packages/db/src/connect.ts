import type { Clock } from '@switchyard/runtime/clock'
import pg from 'pg'
import { CallPool } from './call-pool.ts'
import { ConnectGate } from './connect-gate.ts'
import { clientGraceMs } from './long-statement.ts'

export interface DatabaseOptions {
  /** `postgresql://role:password@host:port/database` */
  readonly url: string
  /** Connections at most; a request beyond them waits for `connectMs`, then fails. */
  readonly max?: number
  readonly statementTimeoutMs?: number
  /** How long a statement waits for another's lock before it fails with 55P03; unset: as long as it may run at all. */
  readonly lockTimeoutMs?: number
  /** How long a caller waits for a free or new connection before it hears that the database is away. */
  readonly connectMs?: number
  /** With a clock nobody waits at the door of a database that takes no connection: see {@link ConnectGate}. */
  readonly clock?: Pick<Clock, 'now' | 'sleep' | 'after'>
  /** Requests that may wait for a connection at the same time; who comes after them hears at once that none is free. */
  readonly waitingMax?: number
  /** Hears of idle connections that broke; they are replaced by themselves. */
  readonly onConnectionLost?: (error: Error) => void
}

/** A pool whose JavaScript values are plain: see {@link parseColumn}. */
export interface Database {
  readonly pool: pg.Pool
  /**
   * Opens so many connections as there may be, for whoever is about to be asked by many: a process that has just started is
   * slow to open them under its first callers. With a clock, a database that does not take them all is tried again for some ten
   * seconds; one that is still away then is no error here.
   */
  warm(): Promise<void>
  /** Waits for queries that run, then closes every connection. */
  close(): Promise<void>
}

const warmTries = 10
const warmAgainMs = 250

/**
 * Opens a pool, lazily: nothing connects before the first query, so a service starts while its database is away.
 * A lost connection never ends the process, and a database that is gone is an error within `connectMs`. What is asked
 * while a call is served ends with that call: see {@link CallPool}.
 *
 * @example const { pool, close } = openDatabase({ url, max: 10, statementTimeoutMs: 2000 })
 */
export function openDatabase(options: DatabaseOptions): Database {
  const {
    url,
    max = 10,
    statementTimeoutMs = 5000,
    lockTimeoutMs,
    connectMs = 900,
    waitingMax = 20 * max,
    clock,
    onConnectionLost = () => {},
  } = options
  const pool = new CallPool({
    connectionString: url,
    max,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeoutMs,
    ...(lockTimeoutMs !== undefined && { lock_timeout: lockTimeoutMs }),
    // Fires only when the server does not even report its own timeout: a frozen machine, a cut line.
    query_timeout: statementTimeoutMs + clientGraceMs,
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
    types: { getTypeParser: parseColumn as typeof pg.types.getTypeParser },
    waitingMax,
    ...(clock && { gate: new ConnectGate(clock) }),
  })
  pool.on('error', onConnectionLost)
  const warm = async () => {
    for (let tries = clock ? warmTries : 1; tries > 0; tries -= 1) {
      const opened = await Promise.allSettled(Array.from({ length: max }, () => pool.connect()))
      const clients = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
      for (const client of clients) client.release()
      if (clients.length === max) return
      await clock?.sleep(warmAgainMs)
    }
  }
  return { pool, warm, close: () => pool.end() }
}

/**
 * How columns become values: `int8` a number (a bigint beyond 2^53), `timestamptz` and `timestamp` (read as UTC) a Date,
 * `date` and `numeric` their text, `json` parsed; all else as node-postgres has it.
 */
function parseColumn(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (format !== 'binary') {
    if (oid === int8) return parseInt8
    if (oid === timestamp) return (value) => new Date(`${value.replace(' ', 'T')}Z`)
    if (oid === date) return (value) => value
    if (oid === int8Array) return parseInt8Array
  }
  return pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text')
}

const { INT8: int8, TIMESTAMP: timestamp, DATE: date } = pg.types.builtins
const int8Array = 1016
const textArray: number = 1009

function parseInt8(value: string): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : BigInt(value)
}

function parseInt8Array(value: string): (number | bigint | null)[] {
  const texts: (string | null)[] = pg.types.getTypeParser(textArray, 'text')(value)
  return texts.map((text) => (text === null ? null : parseInt8(text)))
}
