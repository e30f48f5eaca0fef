import type { Peer } from './peers.ts'
import type { Strategy } from './strategy.ts'

/** Each in its turn, whatever it weighs and however busy it is; a newcomer sits out some of its turns while it warms up. */
export function roundRobin(): Strategy {
  const turns = new WeakMap<readonly Peer[], number>()
  return ({ among, skip, warmth, random }) => {
    let turn = turns.get(among) ?? Math.floor(random() * among.length)
    for (let left = 2 * among.length; left > 0; left--) {
      const peer = among[turn++ % among.length]
      if (!peer || skip(peer) || (left > among.length && random() >= warmth(peer))) continue
      turns.set(among, turn)
      return peer
    }
    throw new Error('There is nobody to choose among.')
  }
}
