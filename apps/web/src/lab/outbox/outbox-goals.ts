import type { OrderPath } from '@switchyard/contracts/lab-operations'
import type { Notes } from '@switchyard/contracts/notebook'
import type { Goal } from '../goals'
import { laneOf } from './note-lane'

/** What goes wrong while notes are written: Redis forgets, Redis is stopped, the process dies after a commit, or nothing. */
export type Harm = 'wiped' | 'away' | 'died' | 'none'

/** What this page has observed of one press. */
export interface OutboxStory {
  harm: Harm
  notes: Notes | undefined
  /** The orders that were placed meanwhile. */
  orders: readonly OrderPath[]
}

/** What there is to see on this page. */
export function outboxGoals(story: OutboxStory | undefined): Goal[] {
  const { harm, outbox, dual } = lanesOf(story) ?? {}
  const apart = outbox !== undefined && outbox.open === 0 && outbox.lost === 0 && (dual?.lost ?? 0) > 0
  const figure = (wanted: Harm) =>
    harm === wanted && outbox && dual ? `${outbox.arrived} and ${dual.arrived} of ${outbox.notes.length}` : undefined
  const confirmed = story?.orders.filter(({ status }) => status === 'confirmed').length ?? 0
  return [
    {
      key: 'wiped',
      text: 'Wipe Redis midway: with the outbox all arrive, without it what was on the way is lost',
      seen: harm === 'wiped' && apart,
      figure: figure('wiped'),
    },
    {
      key: 'again',
      text: 'See what the reconciler has sent again',
      seen: (outbox?.again ?? 0) > 0,
      figure: outbox && `${outbox.again} sent again`,
    },
    {
      key: 'away',
      text: 'Stop Redis: notes wait in their rows until it is back, and the others are gone',
      seen: harm === 'away' && apart,
      figure: figure('away'),
    },
    {
      key: 'died',
      text: 'Let the process die after a commit: one note is told all the same, its twin never',
      seen: harm === 'died' && apart,
      figure: figure('died'),
    },
    {
      key: 'orders',
      text: 'Find the orders that were placed meanwhile confirmed',
      seen: harm !== undefined && harm !== 'none' && confirmed > 0 && confirmed === story?.orders.length,
      figure: story && `${confirmed} of ${story.orders.length}`,
    },
  ]
}

/** What arrived once nothing is under way any more, after something went wrong; `null` before. */
export function whatArrived(story: OutboxStory | undefined): 'both' | 'outbox' | 'none' | null {
  const lanes = lanesOf(story)
  if (!lanes || lanes.harm === 'none' || lanes.outbox.notes.length === 0) return null
  if (lanes.outbox.open > 0 || lanes.dual.open > 0) return null
  if (lanes.outbox.arrived === 0) return 'none'
  return lanes.dual.lost > 0 ? 'outbox' : 'both'
}

function lanesOf(story: OutboxStory | undefined) {
  if (!story?.notes) return undefined
  return { harm: story.harm, outbox: laneOf(story.notes, 'outbox'), dual: laneOf(story.notes, 'dual-write') }
}
