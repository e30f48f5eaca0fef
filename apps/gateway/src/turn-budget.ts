/** So long one turn of the event loop may let in. Each of them is worked on in this turn, and whoever comes next waits for all of it. */
const budgetMs = 3

/** Whether this turn of the event loop has let in for long enough, and what is to be done once it has taken up what arrived. */
export interface TurnBudget {
  isOver: () => boolean
  afterTurn: (run: () => void) => unknown
}

/**
 * Tells whether this turn of the event loop has let in for long enough. A turn takes up everything that has arrived, so a
 * door that only counts fills all its places in one turn, and those whom it refuses are told after the work of all of them.
 * `afterTurn` runs something once what has arrived was taken up.
 */
export function turnBudget({
  elapsedMs,
  afterTurn,
}: {
  elapsedMs: () => number
  afterTurn: (run: () => void) => unknown
}): TurnBudget {
  let beganMs: number | undefined
  const end = () => {
    beganMs = undefined
  }
  return {
    isOver: () => {
      const nowMs = elapsedMs()
      if (beganMs === undefined) {
        beganMs = nowMs
        afterTurn(end)
      }
      return nowMs - beganMs >= budgetMs
    },
    afterTurn,
  }
}
