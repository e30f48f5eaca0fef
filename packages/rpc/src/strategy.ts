import type { Call } from './link.ts'
import type { Peer } from './peers.ts'

/** What a strategy may look at when it chooses. */
export interface Choice {
  call: Call
  /** Never empty. The same array for as long as nothing has changed, so that work can be kept by it. */
  among: readonly Peer[]
  /** Those that the call has tried already; never all of them. */
  skip: (peer: Peer) => boolean
  /** The part of its share that an instance gets now. */
  warmth: (peer: Peer) => number
  random: () => number
}

/** Chooses one instance for a call; throws when there is none. */
export type Strategy = (choice: Choice) => Peer

/** For the usual call, which has tried nobody, while nobody warms up. */
export const skipNobody = () => false
export const fullyWarm = () => 1
