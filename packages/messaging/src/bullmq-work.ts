/** What a worker does with a job of BullMQ: with the one letter that it carries, or with all of a batch. */
import type { Clock } from '@switchyard/runtime/clock'
import { DelayedError, type Job, type MinimalJob } from 'bullmq'
import pLimit from 'p-limit'
import type { Batches } from './batches.ts'
import { type Arrival, type ConsumeOptions, NotYet } from './engine.ts'
import { aloneIn, type Batched, batchedIn, jobAlone } from './letter-jobs.ts'
import { putOffMs, retryDelayMs } from './retry-delay.ts'

interface Workplace {
  batches: Batches
  /** Aborts when no further letter is to be begun. */
  closing: AbortSignal
  /** Told how many jobs may be in hand from now on. */
  allow: (jobs: number) => void
  clock: Clock
}

/** Jobs that are taken before it is known how many letters the last one brought. */
export const jobsAhead = 4

/** Hands over the letters of each job, of all jobs together as many at once as the consumer was told. */
export function workOn({ receive, concurrency }: ConsumeOptions, { batches, closing, allow, clock }: Workplace) {
  const turn = pLimit(concurrency)
  const inHand = { jobs: 0, letters: 0 }
  // As many letters again may wait for their turn, so that nobody waits for Redis; others may have the rest.
  const count = (jobs: number, letters: number) => {
    inHand.jobs += jobs
    inHand.letters += letters
    allow(inHand.letters < 2 * concurrency ? Math.min(concurrency, inHand.jobs + jobsAhead) : Math.max(1, inHand.jobs))
  }
  const workOnBatch = async (job: Job<unknown>, letters: readonly Batched[]) => {
    const unbegun: Batched[] = []
    const begin = async (letter: Batched) => {
      if (closing.aborted) unbegun.push(letter)
      else await tryInBatch(letter, { receive, batches })
    }
    // It was taken before, so whoever had it in hand is gone, and one of its letters may be why.
    if (job.attemptsStarted > 1) unbegun.push(...letters)
    else await Promise.all(letters.map((letter) => turn(() => begin(letter))))
    // Each goes before those that are there, so the last one first.
    await batches.leave(unbegun.toReversed().map((letter) => jobAlone(letter, noTries, { lifo: true })))
    await batches.forget(job.id ?? '', letters)
  }
  return async (job: Job<unknown>, token?: string): Promise<void> => {
    const letters = batchedIn(job)
    count(1, letters?.length ?? 1)
    try {
      if (letters) await workOnBatch(job, letters)
      else await workOnLetter(job, { token, receive: (arrival) => turn(() => receive(arrival)), clock })
    } finally {
      count(-1, -(letters?.length ?? 1))
    }
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

/** A letter's first try. If that was not the last it goes on by itself, and waits for no other of its batch. */
async function tryInBatch(
  letter: Batched,
  { receive, batches }: Pick<ConsumeOptions, 'receive'> & Pick<Workplace, 'batches'>,
): Promise<void> {
  const { id } = letter
  try {
    await receive({ id, letter, attempt: 1, failures: [] })
  } catch (error) {
    const job =
      error instanceof NotYet
        ? jobAlone(letter, noTries, { delay: putOffMs(1, id) })
        : jobAlone(letter, { attempts: 1, failures: [firstLine(String(error))] }, { delay: retryDelayMs(1, id) })
    await batches.leave([job])
  }
}

const noTries = { attempts: 0, failures: [] }

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
