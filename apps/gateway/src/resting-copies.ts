import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Copies, Found } from './copies.ts'

/** The copies are left alone for so long after they did not answer. */
const restMs = 1_000
const nothing: Found = { copy: null, state: null, isBeingAsked: false }

/** Shared copies that nobody has to wait for: while they are away, or late, they are as if they were not there. Never rejects. */
export function restingCopies({
  copies,
  answerMsMax = 100,
  clock,
  log,
}: {
  copies: Copies
  /** An answer that is later than this is not waited for. */
  answerMsMax?: number | undefined
  clock: Clock
  log: Log
}): Copies {
  let restUntilMs = 0
  const ask = async <Answer>(question: () => Promise<Answer>, otherwise: Answer): Promise<Answer> => {
    if (clock.now() < restUntilMs) return otherwise
    try {
      return await inTime(question(), { ms: answerMsMax, clock })
    } catch (error) {
      if (clock.now() >= restUntilMs) log.warn({ err: error }, 'copies are kept by this gateway alone')
      restUntilMs = clock.now() + restMs
      return otherwise
    }
  }
  return {
    find: (key, tags) => ask(() => copies.find(key, tags), nothing),
    keep: (key, copy, terms) => ask(() => copies.keep(key, copy, terms), undefined),
    // Tried also while they rest: what is not purged stays until it is old.
    purge: (tags) => copies.purge(tags).catch(() => undefined),
    lease: (key, holder, ms) => ask(() => copies.lease(key, holder, ms), true),
    release: (key, holder) => ask(() => copies.release(key, holder), undefined),
  }
}

/** Rejects when the answer is not there in time. */
function inTime<Answer>(answer: Promise<Answer>, { ms, clock }: { ms: number; clock: Clock }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => reject(new Error(`no answer within ${ms} ms`)))
    answer.then(resolve, reject).finally(cancel)
  })
}
