/** One press of the button, from its first order to its last mail, as this page has seen it. */
export interface Run {
  number: number
  /** Where its mails go. */
  email: string
  /** Whether the mailroom was slow when it began. */
  slow: boolean
  /** Instances of orders that were ready when it began. */
  workers: readonly string[]
  /** What each instance had ever done when it began. */
  before: Readonly<Record<string, number>>
  /** What each has done since. */
  done: Readonly<Record<string, number>>
  startedAt: number
  /** Orders that the shop took, and those that it did not. */
  taken: number
  refused: number
  mails: number
  /** The most that waited, and that was held back. */
  waitingMost: number
  heldMost: number
  /** The most that any other queue held back while this one did. */
  heldElsewhereMost: number
  /** When every order that was taken had its mail. */
  drainedAt: number | null
}

/** What is seen at one look. */
export interface Look {
  at: number
  /** Every order of the run was sent. */
  placed: boolean
  taken: number
  refused: number
  mails: number
  waiting: number
  held: number
  heldElsewhere: number
  /** What each instance has ever done. */
  done: Readonly<Record<string, number>>
}

/** Goes on with a run by what is seen now; one that has drained is over. */
export function withRunLook(run: Run, look: Look): Run {
  if (run.drainedAt !== null) return run
  const grown = Object.entries(look.done).map(([id, count]) => [id, count - (run.before[id] ?? 0)] as const)
  return {
    ...run,
    taken: look.taken,
    refused: look.refused,
    mails: look.mails,
    done: Object.fromEntries(grown.filter(([, count]) => count > 0)),
    waitingMost: Math.max(run.waitingMost, look.waiting),
    heldMost: Math.max(run.heldMost, look.held),
    heldElsewhereMost: look.held > 0 ? Math.max(run.heldElsewhereMost, look.heldElsewhere) : run.heldElsewhereMost,
    drainedAt: look.placed && look.taken > 0 && look.mails >= look.taken ? look.at : null,
  }
}

/** How long a run took until its last mail; `null` while it goes on. */
export const tookMs = ({ startedAt, drainedAt }: Run): number | null =>
  drainedAt === null ? null : drainedAt - startedAt
