import type { KeptGoal } from './goals'
import type { Section } from './sections'

interface Visit {
  predicted: boolean
  /** Something was done. */
  acted: boolean
  goals: readonly Pick<KeptGoal, 'seenAt'>[]
}

/** The sections that a visitor is through with: watched once something was seen, and the goals once all were. */
export function progress({ predicted, acted, goals }: Visit): Section[] {
  const seen = goals.filter(({ seenAt }) => seenAt !== null).length
  const done: [Section, boolean][] = [
    ['Predict', predicted],
    ['Do', acted],
    ['Watch', seen > 0],
    ['Goals', goals.length > 0 && seen === goals.length],
  ]
  return done.filter(([, is]) => is).map(([section]) => section)
}
