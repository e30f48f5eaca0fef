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
  /** Told how many jobs may be in hand from now on. */
  allow: (jobs: number) => void
  clock: Clock
}

/** Jobs that are taken before it is known how many letters the last one brought. */
export const jobsAhead = 4

/** Letters that failed leave a batch together: one each costs a crowd of poison more, and more would wait for the slowest of all. */
const leaveTogether = 10

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
    const leaving: NewJob[] = []
    const begin = async (letter: Batched) => {
      if (closing.aborted) return void unbegun.push(letter)
      const next = await tryInBatch(letter, receive)
      if (next && leaving.push(next) >= leaveTogether) await batches.leave(leaving.splice(0))
    }
    // It was taken before, so whoever had it in hand is gone, and one of its letters may be why.
    if (job.attemptsStarted > 1) unbegun.push(...letters)
    else await Promise.all(letters.map((letter) => turn(() => begin(letter))))
    // Each goes before those that are there, so the last one first.
    const untried = unbegun.toReversed().map((letter) => jobAlone(letter, noTries, { lifo: true }))
    await batches.leave([...leaving, ...untried])
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

/** A letter's first try; resolves to the job in which it goes on by itself if that was not the last. */
async function tryInBatch(letter: Batched, receive: ConsumeOptions['receive']): Promise<NewJob | undefined> {
  const { id } = letter
  try {
    await receive({ id, letter, attempt: 1, failures: [] })
    return undefined
  } catch (error) {
    if (error instanceof NotYet) return jobAlone(letter, noTries, { delay: putOffMs(1, id) })
    const tries = { attempts: 1, failures: [firstLine(String(error))] }
    return jobAlone(letter, tries, { delay: retryDelayMs(1, id) })
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
