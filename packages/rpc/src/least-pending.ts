import type { Peer } from './peers.ts'
import type { Choice, Strategy } from './strategy.ts'

/** Draws that may be lost to weight before the last one counts anyhow. */
const drawsMax = 16

/**
 * Of two instances drawn at random, the one with fewer calls pending for its weight: nearly as even as knowing all, and
 * without the herd that runs to whoever looks idle (M. Mitzenmacher, The Power of Two Choices, 1996).
 */
export const leastPending: Strategy = (choice) => {
  const one = draw(choice)
  const other = draw(choice, one)
  return loadOf(other, choice) < loadOf(one, choice) ? other : one
}

const loadOf = (peer: Peer, { warmth }: Choice) => peer.pending / (peer.entry.weight * warmth(peer))

/** One of them at random, each as likely as its weight and warmth say; another than `except` if there is one. */
function draw({ among, skip, warmth, random }: Choice, except?: Peer): Peer {
  const most = heaviestOf(among)
  let drawn: Peer | undefined
  for (let left = drawsMax; left > 0; left--) {
    const peer = among[Math.floor(random() * among.length)]
    if (!peer || peer === except || skip(peer)) continue
    drawn = peer
    const chance = (peer.entry.weight / most) * warmth(peer)
    if (chance >= 1 || random() < chance) break
  }
  return drawn ?? except ?? firstOf({ among, skip })
}

const heaviest = new WeakMap<readonly Peer[], number>()

function heaviestOf(among: readonly Peer[]): number {
  const known = heaviest.get(among)
  if (known !== undefined) return known
  const weight = among.reduce((most, { entry }) => Math.max(most, entry.weight), 0)
  heaviest.set(among, weight)
  return weight
}

function firstOf({ among, skip }: Pick<Choice, 'among' | 'skip'>): Peer {
  const peer = among.find((one) => !skip(one))
  if (!peer) throw new Error('There is nobody to choose among.')
  return peer
}
