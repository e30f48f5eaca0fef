import type { Clock } from '@switchyard/runtime/clock'
import type { Figure } from './figure.ts'

/** What a case may use. */
export interface Bench {
  /** Rounds that count, at least seven for figures that are worth anything. */
  readonly rounds: number
  /** A part of the usual number of operations in a round, for a quick look. */
  readonly share: number
  readonly secretsDir: string
  /** An account of a Postgres; a case that needs none does not ask. */
  readonly databaseUrl: () => Promise<string>
  /** A Redis of its own, likewise. */
  readonly redisUrl: () => Promise<string>
  readonly clock: Clock
}

/** One question about cost. */
export interface Case {
  readonly name: string
  run(bench: Bench): Promise<Figure[]>
}
