import type { Strategy } from './strategy.ts'

/** Each in its turn, whatever it weighs and however busy it is; a newcomer sits out some of its turns while it warms up. */
export function roundRobin(): Strategy {
  let turn = 0
  return ({ among, skip, warmth, random }) => {
    for (let left = 2 * among.length; left > 0; left--) {
      const peer = among[turn++ % among.length]
      if (peer && !skip(peer) && (left <= among.length || random() < warmth(peer))) return peer
    }
    throw new Error('There is nobody to choose among.')
  }
}
