import type { ReadLag } from '@switchyard/contracts/sales'
import { formatAge } from '../time'

/** How far a list is behind the orders themselves, as a person reads it. */
export function lagWords({ waiting, behindMs, lastTookMs, dead }: ReadLag): string {
  const stuck =
    dead > 0 ? `; ${counted(dead, 'change')} could not be read and ${dead === 1 ? 'waits' : 'wait'} for a person` : ''
  if (waiting > 0) return `${counted(waiting, 'change')} behind, the oldest by ${formatAge(behindMs)}${stuck}`
  const took = lastTookMs === null ? '' : `, the latest change took ${formatAge(lastTookMs)}`
  return `up to date${took}${stuck}`
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
