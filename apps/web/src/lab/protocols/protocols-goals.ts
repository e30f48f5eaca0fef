import type { Goal } from '../goals'
import { agree, sameCode, type Way } from './way'

/** What this page has seen: the newest call three ways, the newest refusal three ways, and the wall. */
export interface ProtocolsStory {
  print: readonly Way[]
  nothing: readonly Way[]
  wall: Way | null
}

const countOf = ({ calls }: Way) => calls?.length ?? null

/** What there is to see on this page. */
export function protocolsGoals({ print, nothing, wall }: ProtocolsStory): Goal[] {
  const counts = print.map(countOf)
  const [first] = counts
  const bytes = (name: Way['protocol']) => print.find(({ protocol }) => protocol === name)?.bytes ?? Number.NaN
  const code = sameCode(nothing)
  const wallCalls = wall && countOf(wall)
  return [
    { key: 'same', text: 'Ask for a print three ways, and be told the same', seen: agree(print) },
    {
      key: 'calls',
      text: 'See that each way took the same calls to services',
      seen: print.length === 3 && typeof first === 'number' && counts.every((count) => count === first),
      figure: typeof first === 'number' ? `${first} each` : undefined,
    },
    {
      key: 'bytes',
      text: 'See GraphQL send only the fields that were asked for',
      seen: bytes('GraphQL') < bytes('REST'),
      figure: print.length === 3 ? `${bytes('GraphQL')} bytes, not ${bytes('REST')}` : undefined,
    },
    {
      key: 'refused',
      text: 'Be refused three ways with one code',
      seen: code !== null,
      figure: code ?? undefined,
    },
    {
      key: 'wall',
      text: 'Hang fifty prints with the stock of each, for two calls to services',
      seen: wallCalls === 2 && wall?.code === null,
      figure: wallCalls === null ? undefined : `${wallCalls} calls`,
    },
  ]
}

/** How many calls the wall took; null until it was seen. */
export function whatTheWallTook(wall: Way | null): 'one' | 'two' | 'many' | null {
  const count = wall && countOf(wall)
  if (count === null) return null
  return count === 1 ? 'one' : count === 2 ? 'two' : 'many'
}
