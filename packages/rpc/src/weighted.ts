import type { Peer } from './peers.ts'
import { type Choice, fullyWarm, type Strategy, skipNobody } from './strategy.ts'

/** What the turns still owe each instance of a list. */
interface Turns {
  weights: Float64Array
  credits: Float64Array
}

/**
 * Turns in proportion to weight, spread out instead of in a row: everybody earns its weight with each turn, and whoever
 * has most is chosen and pays for all (smooth weighted round robin, as in nginx). A canary is an instance of a new
 * version with a small weight.
 */
export function weighted(): Strategy {
  const turnsOf = new WeakMap<readonly Peer[], Turns>()
  let latest: readonly Peer[] = []
  return (choice) => {
    const { among } = choice
    const turns = turnsOf.get(among) ?? newTurns(among, { latest, before: turnsOf.get(latest) })
    turnsOf.set(among, turns)
    latest = among
    const peer = among[next(choice, turns)]
    if (!peer) throw new Error('There is nobody to choose among.')
    return peer
  }
}

/** Who is new in a list is owed nothing; the others keep what they were owed. */
function newTurns(among: readonly Peer[], { latest, before }: { latest: readonly Peer[]; before?: Turns | undefined }) {
  const credits = new Map(latest.map((peer, n) => [peer, before?.credits[n] ?? 0]))
  return {
    weights: Float64Array.from(among, ({ entry }) => entry.weight),
    credits: Float64Array.from(among, (peer) => credits.get(peer) ?? 0),
  }
}

/** Takes one turn; −1 when nobody has any weight. Whoever is skipped neither earns nor is chosen. */
function next({ among, skip, warmth }: Choice, { weights, credits }: Turns): number {
  const [skipsSome, warmsSome] = [skip !== skipNobody, warmth !== fullyWarm]
  let total = 0
  let best = -1
  let most = Number.NEGATIVE_INFINITY
  for (let n = 0; n < weights.length; n++) {
    let weight = weights[n] ?? 0
    if (skipsSome || warmsSome) {
      const peer = among[n]
      if (!peer || (skipsSome && skip(peer))) continue
      if (warmsSome) weight *= warmth(peer)
    }
    if (weight === 0) continue
    const credit = (credits[n] ?? 0) + weight
    credits[n] = credit
    total += weight
    if (credit <= most) continue
    most = credit
    best = n
  }
  if (best >= 0) credits[best] = most - total
  return best
}
