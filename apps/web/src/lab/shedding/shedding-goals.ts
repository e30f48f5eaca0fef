import type { Doors } from '@switchyard/contracts/lab'
import type { Goal } from '../goals'
import { type AtDoor, isShed } from './ask-door'

/** What this page has seen, oldest first. */
export interface SheddingStory {
  asked: readonly AtDoor[]
  doors: Doors | undefined
  /** Whether the crowd is at the door now. */
  crowding: boolean
}

/** What there is to see on this page. */
export function sheddingGoals({ asked, doors, crowding }: SheddingStory): Goal[] {
  const shed = asked.filter(isShed)
  const quickest = Math.min(...shed.map(({ ms }) => ms))
  const bags = asked.filter((one, place) => isLet(one, 'checkout') && asked.slice(0, place).slice(-6).some(isShed))
  const lastShed = asked.findLastIndex(isShed)
  const after = asked.slice(lastShed + 1).filter((one) => isLet(one, 'browse'))
  return [
    {
      key: 'refused',
      text: 'Crowd your door, and see browsing refused with 503 and the moment to come back',
      seen: shed.some(({ what, retryAfterS }) => what === 'browse' && retryAfterS !== null),
      figure: shed.length > 0 ? `${shed.length} refused, the quickest in ${Math.round(quickest)} ms` : undefined,
    },
    {
      key: 'checkout',
      text: 'Look into your bag meanwhile, and be let in',
      seen: bags.length > 0,
      figure: bags[0] ? `in ${Math.round(bags[0].ms)} ms` : undefined,
    },
    {
      key: 'nobody',
      text: 'Find that everybody else’s door has room meanwhile',
      seen: crowding && shed.length > 0 && doors !== undefined && doors.everybody.inside < doors.everybody.places / 2,
      figure: doors && `${doors.everybody.inside} of ${doors.everybody.places} places taken`,
    },
    {
      key: 'over',
      text: 'Let go, browse again, and be let in at once',
      seen: !crowding && lastShed >= 0 && after.some(({ number }) => number > (asked[lastShed]?.number ?? 0) + 2),
    },
  ]
}

/** What became of the bag while browsing was refused; `null` until both were seen. */
export function whatCameOfTheBag(asked: readonly AtDoor[]): 'through' | 'refused' | null {
  const first = asked.findIndex(isShed)
  const bag = first < 0 ? undefined : asked.slice(first).find(({ what }) => what === 'checkout')
  return bag ? (isShed(bag) ? 'refused' : 'through') : null
}

const isLet = ({ what, status }: AtDoor, wanted: AtDoor['what']) => what === wanted && status === 200
