/**
 * Connections whose statements end with the call that they work for (see current-call.ts in runtime). Whoever asks for a
 * connection, or for a query, while serving a call gets one that begins nothing after the call, runs nothing for longer
 * than the call has left, and is cancelled on the server when the caller leaves. Without a call all is as ever.
 *
 *     const pool = new CallPool({ connectionString, statement_timeout: 2_000 })
 *     await serveCall(call, () => pool.query('SELECT …'))
 */
import type { EventEmitter } from 'node:events'
import { type CurrentCall, currentCall } from '@switchyard/runtime/current-call'
import pg from 'pg'
import { CallEnded, CallQuery, hasEnded, limit, type QueryArguments } from './call-query.ts'
import { cancelStatement } from './cancel-statement.ts'
import type { ConnectGate } from './connect-gate.ts'

/**
 * A pool that notes for whom each connection is taken, at the moment when it is asked for. It keeps nobody waiting at a shut
 * {@link ConnectGate}, nobody for long while connections are lost, and only so many in line.
 */
export class CallPool extends pg.Pool {
  readonly #gate: ConnectGate | undefined
  readonly #waitingMax: number
  /** Connections that stand: whoever finds none free can wait for one of these. */
  #standing = 0

  constructor({ gate, waitingMax = Number.POSITIVE_INFINITY, ...options }: Options) {
    // The one round trip that limits cost, once a connection.
    const onConnect = (client: pg.ClientBase) => client.query({ ...limit, values: [String(options.statement_timeout)] })
    super({ ...options, onConnect, Client: CallClient as unknown as new () => pg.ClientBase })
    this.#gate = gate
    this.#waitingMax = waitingMax
    this.on('connect', (client) => {
      this.#standing += 1
      gate?.opened()
      // A connection that breaks while it is checked out reports here and to the query; only the query should matter.
      client.on('error', () => gate?.troubled())
      const { connection } = client as unknown as { connection: EventEmitter }
      connection.on('errorMessage', ({ code }: { code?: string }) => shutsDown.test(code ?? '') && gate?.troubled())
    })
    this.on('remove', () => {
      this.#standing -= 1
    })
  }

  override connect(): Promise<pg.PoolClient>
  override connect(taken: Taken): void
  override connect(taken?: Taken): Promise<pg.PoolClient> | undefined {
    if (taken) return this.#take(taken)
    const { promise, resolve, reject } = Promise.withResolvers<pg.PoolClient>()
    this.#take((error, client) => (client ? resolve(client) : reject(error)))
    return promise
  }

  #take(taken: Taken): undefined {
    const call = currentCall()
    const refusal = this.#refusal()
    if (refusal) return void process.nextTick(taken, refusal, undefined, () => {})
    let isOver = false
    const inTime = this.#gate?.limitWait(() => {
      isOver = true
      taken(new NoneFree(), undefined, () => {})
    }, call)
    super.connect((error, client, done) => {
      if (error) this.#refused(error)
      if (isOver) return void client?.release()
      inTime?.()
      if (call) forCall(call, taken)(error, client, done)
      else taken(error, client, done)
    })
  }

  #refusal(): Error | undefined {
    if (this.waitingCount >= this.#waitingMax) return new NoneFree()
    return this.#standing === 0 ? this.#gate?.refusal() : undefined
  }

  #refused(error: Error) {
    if (this.#standing === 0) this.#gate?.refused(error)
    // A wait in line that was too long has no code, and says that there is much to do, not that anything is wrong.
    else if ('code' in error) this.#gate?.troubled()
  }
}

/** Told by a server that ends the session, whoever is in the middle of a query. */
const shutsDown = /^57P0[123]$/

/** Too many wait for a connection, or for too long. It has the code of a server that has none left, so that callers hear the same. */
class NoneFree extends Error {
  readonly code = '53300'

  constructor() {
    super('No connection to the database is free.')
    this.name = 'NoneFree'
  }
}

type Options = pg.PoolConfig & { statement_timeout: number; gate?: ConnectGate; waitingMax?: number }
type Taken = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: Error | boolean) => void,
) => void

const forCall =
  (call: CurrentCall, taken: Taken): Taken =>
  (error, client, done) => {
    if (!client) return taken(error, client, done)
    if (!hasEnded(call)) {
      ;(client as pg.PoolClient & CallClient).serve(call)
      return taken(undefined, client, client.release)
    }
    client.release()
    taken(new CallEnded(), undefined, () => {})
  }

/** A connection that works for one call at a time. */
class CallClient extends pg.Client {
  readonly #statementTimeoutMs: number
  #call: CurrentCall | undefined
  #cancelled = false

  constructor(options: Options) {
    super(options)
    this.#statementTimeoutMs = options.statement_timeout
  }

  /**
   * Works for this call until it is given back. A cancellation may arrive late, so a connection that was cancelled is not
   * used again; neither is one that is given back within a transaction, which rolls it back.
   */
  serve(this: pg.PoolClient & CallClient, call: CurrentCall): void {
    const release = this.release
    this.#call = call
    this.release = (error) => {
      this.#call = undefined
      release(error || this.#cancelled || unfinished.has(this.getTransactionStatus()))
    }
  }

  override query(...asked: never[]): never {
    const call = this.#call
    const query = call ? this.#queryFor(call, asked as unknown as QueryArguments) : super.query(...(asked as [never]))
    return query as never
  }

  #queryFor(call: CurrentCall, asked: QueryArguments): unknown {
    const cancel = () => {
      this.#cancelled = true
      cancelStatement(this as unknown as Parameters<typeof cancelStatement>[0])
    }
    const query = new CallQuery(asked, { call, statementTimeoutMs: this.#statementTimeoutMs, cancel })
    if (query.callback) return super.query(query)
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    query.callback = (error, result) => (error ? reject(error) : resolve(result))
    super.query(query)
    return promise
  }
}

const unfinished = new Set<string | null>(['T', 'E'])
