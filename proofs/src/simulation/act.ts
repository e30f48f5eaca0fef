/** One thing that happens. */
export interface Act {
  /** As the schedule tells it; no ids and no payloads. */
  readonly name: string
  /** `inner` is not part of what makes two schedules different: only messages, crashes and timers are. */
  readonly kind: 'message' | 'crash' | 'timer' | 'inner'
  run(): unknown
}

/** One or several acts of a sort that may happen next; which of them is drawn only when the sort is. */
export interface Choice {
  readonly weight: number
  draw(): Act
}

/** Any of them, each with the same weight; no choice where there are none. */
export function anyOf<T>(all: readonly T[], weight: number, below: (count: number) => number, act: (one: T) => Act) {
  if (all.length === 0) return []
  const draw = () => {
    const drawn = all[below(all.length)]
    if (drawn === undefined) throw new Error('nothing was drawn')
    return act(drawn)
  }
  return [{ weight: weight * all.length, draw }]
}
