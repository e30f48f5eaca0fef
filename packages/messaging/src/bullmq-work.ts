/** What a worker does with a job of BullMQ: with the one letter that it carries, or with all of a batch. */
import type { Clock } from '@switchyard/runtime/clock'
import { DelayedError, type Job, type MinimalJob } from 'bullmq'
import pLimit from 'p-limit'
import type { Batches } from './batches.ts'
import { type Arrival, type ConsumeOptions, NotYet } from './engine.ts'
import { aloneIn, type Batched, batchedIn, jobAlone, type NewJob } from './letter-jobs.ts'
import { putOffMs, retryDelayMs } from './retry-delay.ts'

interface Workplace {
  batches: Batches
  /** Aborts when no further letter is to be begun. */
  closing: AbortSignal
  clock: Clock
}

/** Hands over the letters of each job, of all jobs together as many at once as the consumer was told. */
export function workOn({ receive, concurrency }: ConsumeOptions, { batches, closing, clock }: Workplace) {
  const turn = pLimit(concurrency)
  const inTurn: typeof receive = (arrival) => turn(() => receive(arrival))
  const once = (letter: Batched): Promise<NewJob | undefined> =>
    turn(async () => (closing.aborted ? jobAlone(letter, untried) : await tryOnce(letter, receive)))

  return async (job: Job<unknown>, token?: string): Promise<void> => {
    const letters = batchedIn(job)
    if (!letters) return await workOnLetter(job, { token, receive: inTurn, clock })
    // Whoever had it in hand before is gone, and one of its letters may be why.
    const isOpened = job.attemptsStarted > 1
    const left = isOpened ? letters.map((letter) => jobAlone(letter, untried)) : await Promise.all(letters.map(once))
    await batches.end(
      letters,
      left.filter((next) => next !== undefined),
    )
  }
}

/** Hands it over, and puts it off when its moment has not come. */
async function workOnLetter(
  job: Job<unknown>,
  { token, receive, clock }: Pick<ConsumeOptions, 'receive'> & { token: string | undefined; clock: Clock },
): Promise<void> {
  const takenMs = clock.now()
  try {
    await receive(arrivalOf(job))
  } catch (error) {
    if (!(error instanceof NotYet)) throw error
    // BullMQ goes by the machine's time, and ours may be another: what counts is how long ago the job was taken.
    const nowMs = (job.processedOn ?? takenMs) + clock.now() - takenMs
    await job.moveToDelayed(nowMs + putOffMs(job.attemptsStarted, job.id ?? ''), token)
    throw new DelayedError()
  }
}

/** A letter's first try, in its batch; resolves to the job in which it goes on if that was not the last. */
async function tryOnce(letter: Batched, receive: ConsumeOptions['receive']): Promise<NewJob | undefined> {
  const { id } = letter
  try {
    await receive({ id, letter, attempt: 1, failures: [] })
    return undefined
  } catch (error) {
    if (error instanceof NotYet) return jobAlone(letter, { ...untried, delay: putOffMs(1, id) })
    return jobAlone(letter, { attempts: 1, failures: [firstLine(String(error))], delay: retryDelayMs(1, id) })
  }
}

const untried = { attempts: 0, failures: [], delay: 0 }

/** What a job of one letter brings. */
export function arrivalOf(job: Job<unknown>): Arrival {
  const { letter, attempts, failures } = aloneIn(job)
  return {
    id: job.id ?? '',
    letter,
    attempt: attempts + job.attemptsMade + 1,
    failures: [...failures, ...(job.stacktrace ?? []).map(firstLine)],
  }
}

/** How long a job of one letter rests before its next try, of which `attempt` were made under its own id. */
export const restAfter = (attempt: number, job: MinimalJob | undefined): number =>
  retryDelayMs(attempt + (job ? aloneIn(job).attempts : 0), job?.id ?? '')

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''
