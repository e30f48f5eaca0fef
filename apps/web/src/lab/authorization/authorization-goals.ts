import type { Goal } from '../goals'
import type { PromisedRow } from './promised'
import type { Trial } from './trial'

const ofOthers = (trials: readonly Trial[], whose: PromisedRow['whose']) =>
  trials.filter(({ row, role }) => row.operation === 'orders.byId' && row.whose === whose && role !== 'staff')

/** Whether a call met what the table promised. */
export const isKept = ({ row, role, met }: Trial): boolean => row.met[role] === met

/** What there is to see on this page. */
export function authorizationGoals(trials: readonly Trial[]): Goal[] {
  const kept = trials.filter(isKept).length
  return [
    {
      key: 'part',
      text: 'Ask for twelve cells or more, and find none that differs',
      seen: trials.length >= 12 && kept === trials.length,
      figure: trials.length > 0 ? `${kept} of ${trials.length}` : undefined,
    },
    {
      key: 'hidden',
      text: 'Ask for somebody else’s order, and hear that there is none: 404',
      seen: ofOthers(trials, "another's").some(({ met }) => met === '404'),
    },
    {
      key: 'link',
      text: 'Ask again with its link, and be let in',
      seen: ofOthers(trials, 'link').some(({ met }) => met === 'yes'),
    },
    {
      key: 'badge',
      text: 'Be refused at the office, take a badge, and be let in by the same call',
      seen: trials.some(({ row, role, met }) => role === 'staff' && met === 'yes' && refusedBefore(trials, row)),
    },
  ]
}

const refusedBefore = (trials: readonly Trial[], { operation, whose }: PromisedRow): boolean =>
  trials.some(
    ({ row, role, met }) =>
      row.operation === operation && row.whose === whose && role !== 'staff' && (met === '401' || met === '403'),
  )

/** What became of the question for somebody else's order; `null` until it was asked. */
export function whatOthersOrderMet(trials: readonly Trial[]): 'shown' | 'forbidden' | 'nothing' | null {
  const [asked] = ofOthers(trials, "another's")
  if (!asked) return null
  if (asked.met === 'yes') return 'shown'
  return asked.met === '404' ? 'nothing' : 'forbidden'
}
