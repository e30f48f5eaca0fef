import { formatAge } from '../../time'
import type { Goal } from '../goals'
import { type Run, tookMs } from './queue-runs'

/** Enough to speak of a backlog, and of a share. */
const backlogMin = 10
const shareMin = 5

/** What there is to see on the page of queues, over all presses of the button so far. */
export function queuesGoals(runs: readonly Run[]): Goal[] {
  const newest = runs.at(-1)
  const newcomer = runs.map(newcomerOf).findLast((one) => one !== undefined)
  const faster = fasterOf(runs)
  return [
    {
      key: 'backlog',
      text: 'Slow the mailroom down, and see a backlog grow',
      seen: runs.some(({ waitingMost }) => waitingMost >= backlogMin),
      figure: newest && `${newest.waitingMost} waited`,
    },
    {
      key: 'held',
      text: 'Let it fill, and see it held back in Postgres while no other queue holds back anything',
      seen: runs.some(({ heldMost, heldElsewhereMost }) => heldMost > 0 && heldElsewhereMost === 0),
      figure: newest && `${newest.heldMost} held back`,
    },
    {
      key: 'shares',
      text: 'Add an instance while messages wait, and see it take its share',
      seen: newcomer !== undefined && newcomer.done >= shareMin,
      figure: newcomer && `${newcomer.done} by ${newcomer.id}`,
    },
    {
      key: 'faster',
      text: 'Send the same load to more instances, and see it drain sooner',
      seen: faster !== null,
      figure: faster ? `${formatAge(faster.before)}, then ${formatAge(faster.after)}` : undefined,
    },
    {
      key: 'all',
      text: 'Count again: one mail for every order, none lost and none twice',
      seen: runs.some(({ drainedAt, mails, taken, heldMost }) => drainedAt !== null && mails === taken && heldMost > 0),
      figure: newest && `${newest.mails} of ${newest.taken}`,
    },
  ]
}

/** What became of the orders that were placed while the queue was full; `null` until the last mail is there. */
export function whatCameOfOrders(runs: readonly Run[]): 'refused' | 'late' | null {
  const full = runs.findLast(({ heldMost, drainedAt }) => heldMost > 0 && drainedAt !== null)
  if (!full) return null
  return full.refused > 0 ? 'refused' : 'late'
}

/** Who was not there when the run began and did the most of those. */
function newcomerOf({ workers, done }: Run): { id: string; done: number } | undefined {
  const fresh = Object.entries(done).filter(([id]) => !workers.includes(id))
  const [most] = fresh.toSorted(([, one], [, other]) => other - one)
  return most && { id: most[0], done: most[1] }
}

/** Two runs of the same load, of which the one with more instances was over sooner. */
function fasterOf(runs: readonly Run[]): { before: number; after: number } | null {
  for (const one of runs) {
    for (const other of runs) {
      const [before, after] = [tookMs(one), tookMs(other)]
      if (before === null || after === null || !one.slow || !other.slow || one.taken > other.taken) continue
      if (other.workers.length > one.workers.length && after < before) return { before, after }
    }
  }
  return null
}
