import { TestClock } from '@switchyard/runtime/clock'
import type { Entry, Refused } from '../discovery.ts'
import { type Peer, Peers } from '../peers.ts'
import { entryOf } from './entry.ts'

interface FleetOptions {
  clock?: TestClock
  zone?: string
  warmUpMs?: number
}

/**
 * Instances that come and go at a word, and what a caller knows of them.
 *
 *     const fleet = fleetOf(['a', 'b'])
 *     fleet.join('c')
 *     fleet.peer('c').pending
 */
export function fleetOf(first: readonly (string | Entry)[], { clock = new TestClock(0), ...rest }: FleetOptions = {}) {
  const closing = new AbortController()
  const asEntry = (one: string | Entry) => (typeof one === 'string' ? entryOf(one) : one)
  const watch = {
    entries: first.map(asEntry) as readonly Entry[],
    ready: Promise.resolve(),
    refused: [] as readonly Refused[],
    closed: closing.signal,
    close: () => closing.abort(),
  }
  const peers = new Peers({ watch, clock, ...rest })
  const peer = (instanceId: string): Peer => {
    const found = peers.all.find(({ entry }) => entry.instanceId === instanceId)
    if (!found) throw new Error(`${instanceId} is not there.`)
    return found
  }
  // The first look, so that whoever joins later is a newcomer.
  void peers.all
  return {
    clock,
    watch,
    peers,
    peer,
    join(...more: (string | Entry)[]) {
      watch.entries = [...watch.entries, ...more.map(asEntry)]
    },
    leave(...ids: string[]) {
      watch.entries = watch.entries.filter(({ instanceId }) => !ids.includes(instanceId))
    },
  }
}
