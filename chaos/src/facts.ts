import type { Order } from '@switchyard/contracts/orders'
import type { Acknowledged } from './shop-client.ts'

/** What only those who sent the load can know of it, beside what the shop shows and its checker counts. */
export interface Facts {
  /** Every order that the shop has acknowledged, under the load or when its key was asked again. */
  readonly acknowledged: readonly Acknowledged[]
  /** Keys of which the healed shop still could not say whether they were written. */
  readonly unsettled: readonly string[]
  /** Answers that showed what is another’s. */
  readonly strays: readonly string[]
  /** By id, as the shop shows them now; one that is missing here is not to be found. */
  readonly orders: ReadonlyMap<string, Order>
  /** What the shop answers when a key is sent again, byte for byte. */
  readonly replays: ReadonlyMap<string, string>
  /** How many orders more than before the load the shop has in its books; undefined when nobody counted them. */
  readonly written: number | undefined
}

/** One sentence that must hold whatever has failed, and how to find where it does not. */
export interface Invariant {
  readonly name: string
  readonly guarantee: string
  /** One line for each place where it is broken. */
  find(facts: Facts): string[]
}
