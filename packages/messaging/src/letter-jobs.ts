/** How letters lie in BullMQ's jobs: one by itself, several in a batch, or one that has left its batch. */
import type { JobsOptions } from 'bullmq'
import { z } from 'zod'
import type { Letter } from './engine.ts'

/** A job as it is put on its queue. */
export interface NewJob {
  name: string
  data: unknown
  opts: JobsOptions
}

const Batch = z.object({ letters: z.array(z.looseObject({ id: z.string() })) })
/** A letter as it lies in its batch; nothing else about it has been checked. */
export type Batched = z.infer<typeof Batch>['letters'][number]

const Tries = z.object({ attempts: z.int(), failures: z.array(z.string()) })
/** The tries that a letter had before, and why they failed. */
export type Tries = z.infer<typeof Tries>
const Alone = z.looseObject({ inBatch: Tries })

/** Jobs without a number are taken before all that have one. */
export const jobOf = (letter: Letter): NewJob => ({
  name: letter.name,
  data: letter,
  opts: { jobId: letter.id, ...(letter.priority === 'low' && { priority: 1 }) },
})

/** The job of a letter that has left its batch. It is that letter, so that an instance that knows no batches can read it. */
export const jobAlone = (letter: Batched, inBatch: Tries, opts: Pick<JobsOptions, 'delay' | 'lifo'>): NewJob => ({
  name: aloneName,
  data: { ...letter, inBatch },
  opts: { jobId: letter.id, ...opts },
})

/** The job of a batch, under its name and the number of its letters. */
export const jobTogether = (name: string, letters: readonly Letter[]): NewJob => ({
  name: batchName,
  data: { letters },
  opts: { jobId: `${name}${letters.length}` },
})

/** Any job that was taken. */
type AnyJob = Readonly<{ name: string; data: unknown }>

/** The letters of a job, if it is a batch. */
export const batchedIn = ({ name, data }: AnyJob): readonly Batched[] | undefined =>
  name === batchName ? Batch.safeParse(data).data?.letters : undefined

/** The letter of a job that is no batch, and the tries that it had in one. */
export function aloneIn({ name, data }: AnyJob): Tries & { letter: unknown } {
  const alone = name === aloneName ? Alone.safeParse(data).data : undefined
  if (!alone) return { letter: data, attempts: 0, failures: [] }
  const { inBatch, ...letter } = alone
  return { letter, ...inBatch }
}

/** What the names of batches begin with; a number ends them as ids of jobs. */
export const batchPrefix = 'batch.'
const batchName = 'messaging.batch'
const aloneName = 'messaging.alone'
