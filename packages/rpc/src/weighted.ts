import type { Peer } from './peers.ts'
import type { Strategy } from './strategy.ts'

/**
 * Turns in proportion to weight, spread out instead of in a row: everybody earns its weight with each turn, and whoever
 * has most is chosen and pays for all (smooth weighted round robin, as in nginx). A canary is an instance of a new
 * version with a small weight.
 */
export const weighted: Strategy = ({ among, skip, warmth }) => {
  let total = 0
  let best: Peer | undefined
  for (const peer of among) {
    if (skip(peer)) continue
    const earned = peer.entry.weight * warmth(peer)
    total += earned
    peer.credit += earned
    if (!best || peer.credit > best.credit) best = peer
  }
  if (!best) throw new Error('There is nobody to choose among.')
  best.credit -= total
  return best
}
