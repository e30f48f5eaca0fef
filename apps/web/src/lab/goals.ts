/** Something to see with one's own eyes: ticked by what was observed, never by a click alone. */
export interface Goal {
  key: string
  text: string
  /** Whether it is seen now. */
  seen: boolean
  /** How far it is, in figures. */
  figure?: string | undefined
}

/** A goal with what is known of it: a goal once seen stays seen, with its moment. */
export type KeptGoal = Goal & { seenAt: number | null }

/** When each goal was first seen; the same object as long as nothing new was seen. */
export function keepSeen(
  kept: Readonly<Record<string, number>>,
  goals: readonly Pick<Goal, 'key' | 'seen'>[],
  now: number,
): Readonly<Record<string, number>> {
  const fresh = goals.filter(({ key, seen }) => seen && kept[key] === undefined)
  return fresh.length === 0 ? kept : { ...kept, ...Object.fromEntries(fresh.map(({ key }) => [key, now])) }
}
