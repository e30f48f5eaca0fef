import { type HashRing, ownersFrom, ringOf } from './hash-ring.ts'
import type { Peer } from './peers.ts'
import type { Strategy } from './strategy.ts'

/** No instance may be busier than this many times its share of the calls (V. Mirrokni et al., Consistent Hashing with Bounded Loads, 2018). */
const busierMax = 1.25

/**
 * The same instance for the same value of an input field, so that what it has cached is used again. When instances come
 * or go, only the values on their stretch of the circle move. An instance that is far busier than the others passes its
 * calls on to the next.
 */
export function consistentHash(keyOf: (input: unknown) => string): Strategy {
  const rings = new WeakMap<readonly Peer[], HashRing>()
  let latest: HashRing | undefined
  const ringFor = (among: readonly Peer[]) => {
    latest = rings.get(among) ?? ringOf(among, latest)
    rings.set(among, latest)
    return latest
  }
  return ({ call, among, skip }) => {
    const ring = ringFor(among)
    let loadMax: number | undefined
    let first: Peer | undefined
    for (const peer of ownersFrom(ring, keyOf(call.input))) {
      if (skip(peer)) continue
      // Whoever is idle is not too busy, whatever the others do; that is the usual case, and costs no counting.
      if (peer.pending === 0) return peer
      loadMax ??= ((pendingOf(among) + 1) / ring.weight) * busierMax
      if (peer.pending < Math.ceil(peer.entry.weight * loadMax)) return peer
      first ??= peer
    }
    if (first) return first
    throw new Error('There is nobody to choose among.')
  }
}

/** The text that a field of the input is hashed by; the whole input when no field is named. */
export const keyOfField =
  (field?: string) =>
  (input: unknown): string => {
    const value = field !== undefined && typeof input === 'object' && input !== null ? Reflect.get(input, field) : input
    return JSON.stringify(value) ?? ''
  }

const pendingOf = (peers: readonly Peer[]) => peers.reduce((sum, { pending }) => sum + pending, 0)
