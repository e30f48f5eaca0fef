import type { EventEmitter } from 'node:events'
import type { CurrentCall } from '@switchyard/runtime/current-call'
import pg from 'pg'

/** A statement that is not begun, because nobody waits for it any more. It has the code of one that was cancelled. */
export class CallEnded extends Error {
  readonly code = '57014'
  readonly severity = 'ERROR'

  constructor() {
    super('The caller no longer waits.')
    this.name = 'CallEnded'
  }
}

/** Whether nobody waits for the work of this call any more. */
export const hasEnded = ({ signal, leftMs }: CurrentCall): boolean => signal.aborted || leftMs() <= 0

/** The statement that limits what follows it in the same transaction, and nothing else; each connection prepares it once. */
export const limit = { name: 'limit-statement', text: `SELECT set_config('statement_timeout', $1, true)` }

/** What a query needs to know of the call that it works for, and of its connection. */
interface CallQueryOptions {
  readonly call: CurrentCall
  /** How long a statement of this connection may run anyway. */
  readonly statementTimeoutMs: number
  /** Asks the server to end the statement that runs now. */
  readonly cancel: () => void
}

/**
 * A query that ends with its call. It is not sent when nobody waits any more, the server is told how long it may run, and
 * it is cancelled when the caller leaves meanwhile. The limit goes ahead of the statement in the same round trip and the
 * same transaction, so it costs no waiting and is gone afterwards, whatever happens.
 */
export class CallQuery extends (pg.Query as unknown as QueryClass) {
  readonly #options: CallQueryOptions
  #limiting = false

  constructor([config, values, callback]: QueryArguments, options: CallQueryOptions) {
    super(config, values, callback)
    this.#options = options
    if (hasTimeout(config)) this.query_timeout = config.query_timeout
    if (isSingle(this.text)) this.queryMode = 'extended'
  }

  override submit(connection: Wire): Error | null {
    const { call, cancel } = this.#options
    if (undoes.test(this.text)) return super.submit(connection)
    if (hasEnded(call)) return new CallEnded()
    call.signal.addEventListener('abort', cancel, { once: true })
    return super.submit(connection)
  }

  override prepare(connection: Wire): void {
    const { call, statementTimeoutMs } = this.#options
    const leftMs = Math.max(Math.ceil(call.leftMs()), 1)
    if (leftMs < statementTimeoutMs - toleranceMs && !controls.test(this.text)) {
      this.#limiting = true
      connection.bind({ statement: limit.name, values: [String(leftMs)] })
      connection.execute({})
    }
    super.prepare(connection)
  }

  override handleDataRow(message: unknown): void {
    if (!this.#limiting) super.handleDataRow(message)
  }

  override handleCommandComplete(message: unknown, connection: Wire): void {
    if (this.#limiting) this.#limiting = false
    else super.handleCommandComplete(message, connection)
  }

  override handleError(error: Error, connection: Wire): void {
    this.#leave()
    super.handleError(error, connection)
  }

  override handleReadyForQuery(connection: Wire): void {
    this.#leave()
    super.handleReadyForQuery(connection)
  }

  #leave() {
    const { call, cancel } = this.#options
    call.signal.removeEventListener('abort', cancel)
  }
}

/** A statement may outlive its call by this much before the server ends it: a call that has just begun needs no limit. */
const toleranceMs = 100

/** What takes back, and so must run even though nobody waits. */
const undoes = /^\s*(rollback|abort)\b/i
/** What moves a transaction and takes no time; in one that has failed nothing may go ahead of it. */
const controls = /^\s*(begin|start|commit|end|rollback|abort|savepoint|release)\b/i
/** Several statements in one text cannot be prepared. */
const isSingle = (text: string) => !/;\s*\S/.test(text) && !controls.test(text)

/** See long-statement.ts. */
const hasTimeout = (config: unknown): config is { query_timeout: number } =>
  typeof config === 'object' && config !== null && 'query_timeout' in config && typeof config.query_timeout === 'number'

/** A query's arguments in node-postgres: text or config, values, callback. */
export type QueryArguments = readonly [config: unknown, values?: unknown, callback?: unknown]

/** What node-postgres does with a connection and a query, beyond its types; pg-cursor stands on the same. */
interface Wire {
  bind(of: { statement: string; values: string[] }): void
  execute(of: object): void
}
interface QueryParts extends EventEmitter {
  text: string
  /** Left out: as its connection has it. */
  query_timeout?: number
  queryMode: 'extended' | undefined
  callback: ((error: Error | null, result?: unknown) => void) | undefined
  submit(connection: Wire): Error | null
  prepare(connection: Wire): void
  handleDataRow(message: unknown): void
  handleCommandComplete(message: unknown, connection: Wire): void
  handleError(error: Error, connection: Wire): void
  handleReadyForQuery(connection: Wire): void
}
type QueryClass = new (...asked: QueryArguments) => QueryParts
