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

const Letters = z.object({ letters: z.array(z.looseObject({ id: z.string() })) })
/** A letter as it lies in its batch; nothing else about it has been checked. */
export type Batched = z.infer<typeof Letters>['letters'][number]

const Alone = z.object({ letter: z.unknown(), attempts: z.int(), failures: z.array(z.string()) })
/** The one letter of a job, and the tries that it had in a batch before. */
export type Alone = z.infer<typeof Alone>

/** Jobs without a number are taken before all that have one. */
export const jobOf = (letter: Letter): NewJob => ({
  name: letter.name,
  data: letter,
  opts: { jobId: letter.id, ...(letter.priority === 'low' && { priority: 1 }) },
})

/** The job of a letter that has left its batch; it begins after `delay` milliseconds. */
export const jobAlone = (letter: Batched, { delay, ...tries }: Omit<Alone, 'letter'> & { delay: number }): NewJob => ({
  name: aloneName,
  data: { letter, ...tries } satisfies Alone,
  opts: { jobId: letter.id, delay },
})

/** The job of a batch. Its id says how many letters it carries. */
export const jobTogether = (batch: string, letters: readonly Letter[]): NewJob => ({
  name: batchName,
  data: { letters },
  opts: { jobId: `batch.${batch}.${letters.length}` },
})

/** Any job that was taken. */
type AnyJob = Readonly<{ name: string; data: unknown }>

/** The letters of a job, if it is a batch. */
export const batchedIn = ({ name, data }: AnyJob): readonly Batched[] | undefined =>
  name === batchName ? Letters.safeParse(data).data?.letters : undefined

/** The letter of a job that is no batch. */
export function aloneIn({ name, data }: AnyJob): Alone {
  const left = name === aloneName ? Alone.safeParse(data).data : undefined
  return left ?? { letter: data, attempts: 0, failures: [] }
}

/** How many letters the job of this id carries. */
export const lettersIn = (jobId: string): number => Number(batchId.exec(jobId)?.[1] ?? 1)

const batchName = 'messaging.batch'
const aloneName = 'messaging.alone'
const batchId = /^batch\..+\.(\d+)$/
