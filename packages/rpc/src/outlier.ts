import type { Peer } from './peers.ts'
import type { TrackRecord } from './track-record.ts'

type Span = 'latest' | 'record'
type Counts = TrackRecord['counts']

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
function judgeBy(span: Span, peer: Peer, peers: readonly Peer[]): 'failing' | 'slow' | undefined {
  const own = peer[span].counts
  const others = othersThan(peer, peers, span)
  const { tries, bad, slow } = own
  if (tries >= triesMin && bad >= badMin && bad / tries >= badShareMin && isTwice('bad', own, others)) return 'failing'
  if (slow >= slowMin && slow / tries >= slowShareMin && isTwice('slow', own, others)) return 'slow'
  return undefined
}

/** Whether more of an instance's tries went wrong than of its peers', twice as many at least: a suspicion, no verdict. */
export const doesWorse = (peer: Peer, peers: readonly Peer[]): boolean =>
  isTwice('bad', peer.record.counts, othersThan(peer, peers, 'record'))

/** Whether most tries of an instance's peers go wrong: then it is not worth the probes to learn that one of them fails too. */
export function mostFail(peer: Peer, peers: readonly Peer[]): boolean {
  const { tries, bad } = othersThan(peer, peers, 'record')
  return bad > tries / 2
}

/**
 * Whether an instance is late again and again while most tries of its peers are in time: a suspicion as well. It comes
 * long before a verdict, for whoever chooses by calls that are pending hardly calls a slow instance.
 */
export function seemsSlow(peer: Peer, peers: readonly Peer[]): boolean {
  const isSeldom = peer.record.counts.tries <= seldomMax
  if (peer.lateInARow < (isSeldom ? 1 : lateInARowMin)) return false
  const { tries, slow } = othersThan(peer, peers, 'latest')
  return tries === 0 || slow < tries / 2
}

/** At most half of a service is left out for doing badly; those who give no answer at all are not counted against it. */
export const mayLeaveOut = (peers: readonly Peer[]): boolean =>
  peers.filter(({ out }) => out?.reason === 'slow' || out?.reason === 'failing').length < Math.floor(peers.length / 2)

/** What those peers of an instance have done that get calls. */
function othersThan(peer: Peer, peers: readonly Peer[], span: Span): Counts {
  const sum = { tries: 0, bad: 0, slow: 0 }
  for (const other of peers) {
    if (other === peer || other.out) continue
    const { tries, bad, slow } = other[span].counts
    sum.tries += tries
    sum.bad += bad
    sum.slow += slow
  }
  return sum
}

/** Whether it went so with more than twice as large a part of its own tries; of others that were not tried nothing is known. */
const isTwice = (how: 'bad' | 'slow', own: Counts, others: Counts): boolean =>
  others.tries > 0 && others[how] / others.tries < own[how] / own.tries / 2
