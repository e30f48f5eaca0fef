/** What a client knows of a request: done, surely not done, or neither. */
export type Verdict = 'ok' | 'fail' | 'unknown'

/** One line of the load's log. Times are milliseconds of the campaign's clock. */
export interface Operation extends Served {
  readonly id: number
  readonly kind: 'browse' | 'checkout'
  /** As its arrival says. */
  readonly lane?: string | undefined
  /** When it was meant to be sent: latency counts from here, so a generator that lags hides nothing. */
  readonly dueMs: number
  readonly sentMs: number
  readonly endMs: number
}

/** How one request came out, before and after the client's own single retry. */
export interface Served {
  readonly first: Verdict
  /** The same as `first` when there was no retry. */
  readonly final: Verdict
  readonly tries: number
  /** Answered, but with parts missing or from the last good copy. */
  readonly degraded: boolean
  /** What the first try that did not succeed said. */
  readonly error: string | null
  /** How that first try was turned away; undefined when it succeeded or was not sent. */
  readonly refusal?: Refusal | undefined
}

/** A try that did not succeed. */
export interface Refusal {
  /** From sending to the answer, or to the end of patience. */
  readonly tookMs: number
  /** Whether it said when to come again (`Retry-After`). */
  readonly saysWhen: boolean
}

/** From the moment it was due to the end of its last try. */
export function latencyMsOf({ dueMs, endMs }: Operation): number {
  return endMs - dueMs
}
