import type { MutualTls } from '@switchyard/rpc/mutual-tls'
import { Pool } from 'undici'
import type { Timers } from './timers.ts'

/** What stands behind the ingress. */
export type UpstreamKind = 'web' | 'gateway'

/** The ready instances of each kind, as the host knows them. */
export type UpstreamTable = Readonly<Record<UpstreamKind, readonly { readonly id: string; readonly port: number }[]>>

/** One ready instance with its kept-alive connections. */
export interface Upstream {
  readonly id: string
  readonly port: number
  readonly pool: Pool
  /** Requests that it is answering now. */
  pending: number
}

/**
 * The ingress's view of who is ready. {@link Upstreams.pick} chooses the least busy and, when there is none, waits a
 * moment for one: a restart behind the ingress then costs a pause instead of an error.
 */
export class Upstreams {
  readonly #host: string
  readonly #answerMsMax: number
  readonly #timers: Timers
  readonly #tls: MutualTls | undefined
  readonly #ready: Record<UpstreamKind, Upstream[]> = { web: [], gateway: [] }
  readonly #waiting = new Set<() => void>()

  constructor({ host, timers, tls, answerMsMax = 30_000 }: UpstreamsOptions) {
    this.#host = host
    this.#answerMsMax = answerMsMax
    this.#timers = timers
    this.#tls = tls
  }

  /** Takes the new table over; who is gone from it gets no new request and finishes those it has. */
  update(table: UpstreamTable): void {
    for (const kind of ['web', 'gateway'] as const) {
      const before = this.#ready[kind]
      const same = (upstream: Upstream, { id, port }: { id: string; port: number }) =>
        upstream.id === id && upstream.port === port
      this.#ready[kind] = table[kind].map(
        (entry) => before.find((upstream) => same(upstream, entry)) ?? this.#connect(kind, entry),
      )
      for (const gone of before) if (!this.#ready[kind].includes(gone)) void gone.pool.close()
    }
    for (const wake of [...this.#waiting]) wake()
  }

  /** The least busy ready instance that is not in `except`, waiting for one until `untilMs`; undefined when none came. */
  async pick(kind: UpstreamKind, { except, untilMs }: { except: ReadonlySet<Upstream>; untilMs: number }) {
    for (;;) {
      const [first, ...others] = this.#ready[kind].filter((upstream) => !except.has(upstream))
      if (first !== undefined) return others.reduce((best, next) => (next.pending < best.pending ? next : best), first)
      const leftMs = untilMs - this.#timers.now()
      if (leftMs <= 0 || this.#waiting.size >= waitingMax) return undefined
      await this.#change(leftMs)
    }
  }

  /** Ends every connection, finished or not. */
  async destroy(): Promise<void> {
    await Promise.all([...this.#ready.web, ...this.#ready.gateway].map(({ pool }) => pool.destroy()))
  }

  #change(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        cancel()
        this.#waiting.delete(wake)
        resolve()
      }
      const cancel = this.#timers.after(withinMs, wake)
      this.#waiting.add(wake)
    })
  }

  #connect(kind: UpstreamKind, { id, port }: { id: string; port: number }): Upstream {
    const at = `${this.#host}:${port}`
    const options = { ...poolOptions, headersTimeout: this.#answerMsMax }
    const tls = kind === 'gateway' ? this.#tls : undefined
    const pool = tls
      ? new Pool(`https://${at}`, { ...options, connect: tls.connectTo(kind) })
      : new Pool(`http://${at}`, options)
    return { id, port, pending: 0, pool }
  }
}

/** What {@link Upstreams} needs. */
interface UpstreamsOptions {
  readonly host: string
  readonly timers: Timers
  /** For gateways. */
  readonly tls?: MutualTls | undefined
  readonly answerMsMax?: number
}

/** Requests that may wait for an instance at once; more are told to come back. */
const waitingMax = 500

/**
 * Idle connections are closed by us well before the upstream would (5 s is Node's default, and what it announces in
 * Keep-Alive is respected), or a request could be sent into a connection that is just closing.
 */
const poolOptions = {
  connections: 1_024,
  pipelining: 1,
  connectTimeout: 500,
  keepAliveTimeout: 2_000,
  keepAliveMaxTimeout: 4_000,
  keepAliveTimeoutThreshold: 1_000,
  // Streams say something every 15 s.
  bodyTimeout: 60_000,
} as const
