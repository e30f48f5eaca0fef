import type { Comparison, Strategy } from '@switchyard/contracts/lab'
import type { Goal } from '../goals'
import { type Lane, shareOf } from '../lane-words'

/** A comparison with what was hurt while it ran. */
export interface Ran {
  comparison: Comparison
  /** The instance that answered later, for this visitor alone. */
  slow: string | null
}

/** What there is to see on the page of load balancing, in the newest comparison. */
export function balancingGoals(ran: Ran | null): Goal[] {
  const lanes = ran?.comparison.lanes ?? []
  const robin = laneBy(lanes, 'round-robin')
  const least = laneBy(lanes, 'least-pending')
  const hash = laneBy(lanes, 'hash')
  const slow = ran?.slow ?? null
  return [
    {
      key: 'fair',
      text: 'See round robin give every instance the same, to one call',
      seen: robin !== undefined && unevenness(robin) <= 1,
      figure: robin && `${unevenness(robin)} apart`,
    },
    {
      key: 'spares',
      text: 'Slow one instance down, and see least pending send it less than a third',
      seen: least !== undefined && slow !== null && least.failed === 0 && shareOf(least, slow) < 1 / 3,
      figure: least && slow !== null ? percent(shareOf(least, slow)) : undefined,
    },
    {
      key: 'keeps',
      text: 'See consistent hash send the same prints to the same instances, round after round',
      seen: hash !== undefined && roundOf(hash) !== null,
      figure: hash && (roundOf(hash) === null ? 'no round' : `every ${roundOf(hash)} calls`),
    },
  ]
}

/** Which of the two sent the slow instance less; `null` when this comparison cannot tell. */
export function whatCameOfSlowness(ran: Ran | null): 'least-pending' | 'round-robin' | 'same' | null {
  const robin = laneBy(ran?.comparison.lanes ?? [], 'round-robin')
  const least = laneBy(ran?.comparison.lanes ?? [], 'least-pending')
  if (!ran?.slow || !robin || !least) return null
  const apart = shareOf(robin, ran.slow) - shareOf(least, ran.slow)
  if (Math.abs(apart) <= 0.1) return 'same'
  return apart > 0 ? 'least-pending' : 'round-robin'
}

const laneBy = (lanes: readonly Lane[], strategy: Strategy) => lanes.find((lane) => lane.strategy === strategy)

/** Between who answered most and who answered least. */
function unevenness({ shares }: Lane): number {
  const counts = shares.map(({ answered }) => answered)
  return counts.length < 2 ? Number.POSITIVE_INFINITY : Math.max(...counts) - Math.min(...counts)
}

/** After how many calls the same instances answer in the same order again; the lab asks for a few prints in turn. */
function roundOf({ calls }: Lane): number | null {
  const ids = calls.map(({ instanceId }) => instanceId)
  for (let round = 1; round <= ids.length / 3; round++) {
    if (ids.every((id, place) => id !== null && id === ids[place % round])) return round
  }
  return null
}

const percent = (share: number) => `${Math.round(share * 100)} %`
