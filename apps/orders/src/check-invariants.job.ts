import { type Books, checkTwice } from '@switchyard/checker/check'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { VerdictStore } from './verdict-store.ts'

/** How often a running system is held to its invariants. */
export const checkEveryMs = 5 * 60_000
/** How far back a check looks: much longer than any order is under way, much shorter than messages and keys are kept. */
export const checkedMs = 24 * 3_600_000

/** Holds the orders of the last day and all stock to every invariant, keeps the verdict and logs what is broken. */
export const checkInvariants =
  ({ books, verdicts, clock, log }: { books: Books; verdicts: Pick<VerdictStore, 'keep'>; clock: Clock; log: Log }) =>
  async (signal?: AbortSignal): Promise<void> => {
    const sinceMs = clock.now() - checkedMs
    const verdict = await checkTwice({ books, clock, sinceMs, ...(signal && { signal }) })
    await verdicts.keep(verdict)
    const { invariants, ...looked } = verdict
    const broken = invariants.filter((one) => one.broken > 0)
    for (const { name, broken: times, examples } of broken) {
      log.error({ invariant: name, times, examples }, 'an invariant is broken')
    }
    if (broken.length === 0) log.info({ ...looked, invariants: invariants.length }, 'every invariant holds')
  }
