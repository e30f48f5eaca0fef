import { consistentHash, keyOfField } from '@switchyard/rpc/consistent-hash'
import type { Entry } from '@switchyard/rpc/discovery'
import { leastPending } from '@switchyard/rpc/least-pending'
import { type Peer, Peers } from '@switchyard/rpc/peers'
import { roundRobin } from '@switchyard/rpc/round-robin'
import type { Strategy } from '@switchyard/rpc/strategy'
import { skipNobody } from '@switchyard/rpc/strategy'
import { callOf } from '@switchyard/rpc/testing/call'
import { entryOf } from '@switchyard/rpc/testing/entry'
import { weighted } from '@switchyard/rpc/weighted'
import type { Bench, Case } from '../case.ts'
import { figureOf, of } from '../figure.ts'
import { interleave } from '../interleave.ts'
import { measureTogether } from '../measure.ts'

const instances = 1_000
const picks = 10_000
/** At 1,000 calls a second: something changes once a second, as often as the registry is read anyway. */
const picksBetweenChanges = 1_000
const goalUs = 5

const strategies: Readonly<Record<string, () => Strategy>> = {
  'least pending': () => leastPending,
  'round robin': () => roundRobin(),
  weighted: () => weighted(),
  hash: () => consistentHash(keyOfField('words')),
}

/** Choosing one of a thousand instances: in peace, while a tenth is out and one more leaves or comes back, and while the view changes. */
export const instancePicks: Case = {
  name: 'picks',
  async run({ rounds, share, clock }: Bench) {
    const lanes = Object.entries(strategies).flatMap(([name, make]) =>
      Object.entries(disturbances).map(([when, disturb]) => {
        const fleet = fleetOf(clock)
        const pick = picker(fleet.peers, make())
        const disturbed = disturb(fleet)
        const turn = (n: number) => {
          if (n % picksBetweenChanges === 0) disturbed(n / picksBetweenChanges)
          pick(n)
        }
        return [`a pick by ${name}${when}`, () => measureTogether(Math.ceil(picks * share), turn)] as const
      }),
    )
    const samples = await interleave(Object.fromEntries(lanes), rounds)
    return lanes.map(([what]) => figureOf(what, of(samples[what] ?? [], 'each'), goalUs))
  },
}

/** What the balancer does for one try. */
function picker(peers: Peers, strategy: Strategy) {
  const calls = Array.from({ length: 997 }, (_, n) => callOf({ input: { words: `word-${n}` } }))
  return (n: number): Peer => {
    const call = calls[n % calls.length] ?? callOf()
    return strategy({ call, among: peers.sound(), skip: skipNobody, warmth: peers.warmth(), random: Math.random })
  }
}

function fleetOf(clock: Bench['clock']) {
  const watch = { entries: Array.from({ length: instances }, (_, n) => newEntry(n)) as readonly Entry[] }
  return { watch, peers: new Peers({ watch, clock, zone: 'a' }) }
}

const newEntry = (n: number) =>
  entryOf(`orders-${n}`, { address: `10.0.${n >> 8}.${n & 255}:4000`, weight: 1 + (n % 3), zone: n % 2 ? 'a' : 'b' })

type Fleet = ReturnType<typeof fleetOf>

const disturbances: Readonly<Record<string, (fleet: Fleet) => (n: number) => void>> = {
  '': () => () => {},
  ' while instances go out and return': ({ peers }) => {
    for (let n = 0; n < instances; n += 10) leaveOut(peers, n)
    return (n) => {
      const at = (n >> 1) * 7 + 1
      if (n % 2 === 0) leaveOut(peers, at)
      else takeBack(peers, at)
    }
  },
  ' while the view changes': ({ watch }) => {
    let next = instances
    return () => {
      watch.entries = [...watch.entries.slice(1), newEntry(next++)]
    }
  },
}

const leaveOut = (peers: Peers, n: number) => withPeer(peers, n, (peer) => peers.leaveOut(peer, 'slow'))
const takeBack = (peers: Peers, n: number) => withPeer(peers, n, (peer) => peers.takeBack(peer))

function withPeer(peers: Peers, n: number, work: (peer: Peer) => void) {
  const peer = peers.all[n % instances]
  if (peer) work(peer)
}
