import type { Peer } from './peers.ts'
import type { TrackRecord } from './track-record.ts'

/** Tries before an instance is judged, and how much worse than the others it must be. */
const triesMin = 5
const badMin = 3
const badShareMin = 0.2
const slowMin = 4
const slowShareMin = 0.5
/** So many times late in a row are worth a probe; of an instance that is seldom called, once. */
const lateInARowMin = 2
const seldomMax = 4

/**
 * Whether an instance does worse than its peers: `failing`, or so often later than most that it may be `slow`. Everybody
 * doing badly is no outlier: then it is what they share that is broken, and leaving one out would only load the others.
 */
export const judge = (peer: Peer, peers: readonly Peer[]): 'failing' | 'slow' | undefined =>
  judgeBy('latest', peer, peers) ?? judgeBy('record', peer, peers)

/** By its tries of the last moment, or of a longer while. */
function judgeBy(span: 'latest' | 'record', peer: Peer, peers: readonly Peer[]): 'failing' | 'slow' | undefined {
  const { tries, bad, slow } = peer[span].counts
  if (tries < Math.min(triesMin, slowMin)) return undefined
  const others = sumOf(peers.filter((other) => other !== peer && !other.out).map((other) => other[span].counts))
  if (others.tries === 0) return undefined
  const worse = (count: number, ofOthers: number) => ofOthers / others.tries < count / tries / 2
  if (tries >= triesMin && bad >= badMin && bad / tries >= badShareMin && worse(bad, others.bad)) return 'failing'
  if (slow >= slowMin && slow / tries >= slowShareMin && worse(slow, others.slow)) return 'slow'
  return undefined
}

/** Whether more of an instance's tries went wrong than of its peers', twice as many at least: a suspicion, no verdict. */
export function doesWorse(peer: Peer, peers: readonly Peer[]): boolean {
  const { tries, bad } = peer.record.counts
  const others = sumOf(peers.filter((other) => other !== peer && !other.out).map((other) => other.record.counts))
  return bad > 0 && others.tries > 0 && others.bad / others.tries < bad / tries / 2
}

/** Whether most tries of an instance's peers go wrong: then what one of them does says nothing about it. */
export function mostFail(peer: Peer, peers: readonly Peer[]): boolean {
  const others = sumOf(peers.filter((other) => other !== peer && !other.out).map((other) => other.record.counts))
  return others.bad > others.tries / 2
}

/**
 * Whether an instance is late again and again while most tries of its peers are in time: a suspicion as well. It comes
 * long before a verdict, for whoever chooses by calls that are pending hardly calls a slow instance.
 */
export function seemsSlow(peer: Peer, peers: readonly Peer[]): boolean {
  const isSeldom = peer.record.counts.tries <= seldomMax
  if (peer.lateInARow < (isSeldom ? 1 : lateInARowMin)) return false
  const others = sumOf(peers.filter((other) => other !== peer && !other.out).map((other) => other.latest.counts))
  return others.tries === 0 || others.slow < others.tries / 2
}

/** At most half of a service is left out for doing badly; those who give no answer at all are not counted against it. */
export const mayLeaveOut = (peers: readonly Peer[]): boolean =>
  peers.filter(({ out }) => out?.reason === 'slow' || out?.reason === 'failing').length < Math.floor(peers.length / 2)

function sumOf(counts: readonly TrackRecord['counts'][]) {
  const sum = { tries: 0, bad: 0, slow: 0 }
  for (const { tries, bad, slow } of counts) {
    sum.tries += tries
    sum.bad += bad
    sum.slow += slow
  }
  return sum
}
