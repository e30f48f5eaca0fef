import { hash } from 'node:crypto'
import type { Peer } from './peers.ts'

/** Points on the ring for an instance of weight 1; more are more even, and cost more when the view changes. */
const pointsOfOne = 40
const pointsPerDigest = 8
/** A mark is a place on the circle of 2^32 and the number of the instance that has it, in one float, so that many are sorted fast. */
const numbersMax = 2 ** 20

/** Instances on a circle, each at many places; whoever is next after a key's place owns the key (D. Karger et al., Consistent Hashing, 1997). */
export interface HashRing {
  readonly marks: Float64Array
  readonly owners: ReadonlyMap<number, Peer>
  /** Of all together. */
  readonly weight: number
}

/** The ring of these instances. Of a former ring what still holds is kept, so a change costs one pass and no sorting. */
export function ringOf(peers: readonly Peer[], former: HashRing = emptyRing): HashRing {
  const owners = new Map(peers.map((peer) => [numberOf(peer), peer]))
  const gone = new Set([...former.owners.keys()].filter((number) => !owners.has(number)))
  const kept = gone.size === 0 ? former.marks : former.marks.filter((mark) => !gone.has(mark % numbersMax))
  const joined = [...owners].filter(([number]) => !former.owners.has(number))
  const added = Float64Array.from(joined.flatMap(([number, peer]) => marksOf(peer, number))).sort()
  return {
    marks: merge(kept, added),
    owners,
    weight: peers.reduce((sum, { entry }) => sum + entry.weight, 0),
  }
}

/** Everybody once or more often, beginning with the key's owner. */
export function* ownersFrom({ marks, owners }: HashRing, key: string): Generator<Peer> {
  const from = indexAfter(marks, digestOf(key).readUInt32BE() * numbersMax)
  for (let step = 0; step < marks.length; step++) {
    const owner = owners.get((marks[(from + step) % marks.length] ?? 0) % numbersMax)
    if (owner) yield owner
  }
}

const emptyRing: HashRing = { marks: new Float64Array(), owners: new Map(), weight: 0 }

let numbered = 0
const numbers = new WeakMap<Peer, number>()

function numberOf(peer: Peer): number {
  const known = numbers.get(peer)
  if (known !== undefined) return known
  numbered = (numbered + 1) % numbersMax
  numbers.set(peer, numbered)
  return numbered
}

/** By its id and not its address, so a restarted instance owns what it owned before. */
function marksOf({ entry: { instanceId, weight } }: Peer, number: number): number[] {
  const count = Math.max(1, Math.round(pointsOfOne * weight))
  return Array.from({ length: count }, (_, n) => {
    const digest = digestOf(`${instanceId}#${Math.floor(n / pointsPerDigest)}`)
    return digest.readUInt32BE((n % pointsPerDigest) * 4) * numbersMax + number
  })
}

const digestOf = (text: string) => hash('sha256', text, 'buffer')

/** Two sorted lists as one. */
function merge(one: Float64Array, other: Float64Array): Float64Array {
  if (other.length === 0) return one
  const all = new Float64Array(one.length + other.length)
  for (let at = 0, left = 0, right = 0; at < all.length; at++) {
    const next = one[left] ?? Number.POSITIVE_INFINITY
    const rival = other[right] ?? Number.POSITIVE_INFINITY
    all[at] = Math.min(next, rival)
    if (next <= rival) left++
    else right++
  }
  return all
}

/** The first mark at or after a place, by halving; beyond the last one it is the first again. */
function indexAfter(marks: Float64Array, place: number): number {
  let low = 0
  let high = marks.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((marks[middle] ?? 0) < place) low = middle + 1
    else high = middle
  }
  return low % Math.max(1, marks.length)
}
