import { hash } from 'node:crypto'
import type { Peer } from './peers.ts'
import type { Strategy } from './strategy.ts'

/** Points on the ring for an instance of weight 1; more are more even, and cost more when the view changes. */
const pointsOfOne = 40
const pointsPerDigest = 8
const ownersMax = 2 ** 20
/** No instance may be busier than this many times its share of the calls (V. Mirrokni et al., Consistent Hashing with Bounded Loads, 2018). */
const busierMax = 1.25

/** Instances on a circle of 2^32 places, `owners[n]` at `places[n]`. */
interface Ring {
  places: Uint32Array
  owners: readonly (Peer | undefined)[]
  /** Of all together. */
  weight: number
}

/**
 * The same instance for the same value of an input field, so that what it has cached is used again. When instances come
 * or go, only the values on their stretch of the circle move (D. Karger et al., Consistent Hashing, 1997). An instance that
 * is far busier than the others passes its calls on to the next.
 */
export function consistentHash(keyOf: (input: unknown) => string): Strategy {
  return ({ call, among, skip }) => {
    const { places, owners, weight } = ringOf(among)
    const from = placeAfter(places, digestOf(keyOf(call.input)).readUInt32BE())
    let loadMax: number | undefined
    let last: Peer | undefined
    for (let step = 0; step < owners.length; step++) {
      const peer = owners[(from + step) % owners.length]
      if (!peer || skip(peer)) continue
      // Whoever is idle is not too busy, whatever the others do; that is the usual case, and costs no counting.
      if (peer.pending === 0) return peer
      loadMax ??= ((pendingOf(among) + 1) / weight) * busierMax
      if (peer.pending < Math.ceil(peer.entry.weight * loadMax)) return peer
      last ??= peer
    }
    if (last) return last
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

const rings = new WeakMap<readonly Peer[], Ring>()
const points = new WeakMap<Peer, readonly number[]>()

function ringOf(among: readonly Peer[]): Ring {
  const known = rings.get(among)
  if (known) return known
  // Place and owner in one number, so that a thousand instances are sorted as plain numbers.
  const marks = among.flatMap((peer, owner) => pointsOfPeer(peer).map((place) => place * ownersMax + owner))
  const sorted = Float64Array.from(marks).sort()
  const ring = {
    places: Uint32Array.from(sorted, (mark) => Math.floor(mark / ownersMax)),
    owners: Array.from(sorted, (mark) => among[mark % ownersMax]),
    weight: among.reduce((sum, { entry }) => sum + entry.weight, 0),
  }
  rings.set(among, ring)
  return ring
}

/** By its id and not its address, so a restarted instance owns what it owned before. */
function pointsOfPeer(peer: Peer): readonly number[] {
  const known = points.get(peer)
  if (known) return known
  const { instanceId, weight } = peer.entry
  const count = Math.max(1, Math.round(pointsOfOne * weight))
  const made = Array.from({ length: Math.ceil(count / pointsPerDigest) }, (_, n) => pointsOf(`${instanceId}#${n}`))
  const kept = made.flat().slice(0, count)
  points.set(peer, kept)
  return kept
}

const digestOf = (text: string) => hash('sha256', text, 'buffer')

function pointsOf(text: string): number[] {
  const digest = digestOf(text)
  return Array.from({ length: pointsPerDigest }, (_, n) => digest.readUInt32BE(n * 4))
}

/** The first place at or after a point, by halving; beyond the last one it is the first again. */
function placeAfter(places: Uint32Array, point: number): number {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((places[middle] ?? 0) < point) low = middle + 1
    else high = middle
  }
  return low % places.length
}
