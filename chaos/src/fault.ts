import type { Cards } from './arrivals.ts'
import type { Strike } from './strike.ts'

/** One way to hurt the shop. */
export interface Fault {
  readonly name: string
  /** For `--help` and the table. */
  readonly about: string
  /** One instance of one of these is the target. */
  readonly services: readonly string[]
  readonly strike: Strike
  /** Between strike and healing; of no meaning where it heals by itself. */
  readonly holdMs: number
  /** What a strike may take by itself; default: no time worth mentioning. */
  readonly takesMs?: number
  /** Whether the target has a new process once it is healed. */
  readonly replaced?: true
  /** `proxied`: callers go through our proxies. `namespace`: a network namespace of the campaign's own. `small-disk`: one under Postgres that can be filled. */
  readonly needs?: 'proxied' | 'namespace' | 'small-disk'
  /** Runs that many of orders and of inventory meanwhile, in place of `--instances`. */
  readonly instances?: number
  /** What the load pays with, where the payment provider itself is the fault. */
  readonly cards?: Cards
  /** How long orders may take to end at least; left out: what the length of the load allows. */
  readonly settleMs?: number
  /** Brings all the others in its windows, in place of its own strike. */
  readonly isNemesis?: true
}
