/**
 * PARCELS: letters that are sent together to the queue of a crowd share a job, because handing out a job and completing it
 * costs more than what such a letter asks for. Each letter of a parcel has a note that says where it is, so that it is held once
 * and found under its id. A parcel is worked on once: a letter that failed, or has to wait, goes on as a job of its own, and
 * all of them do when the process that had the parcel in hand is gone.
 */
import { randomUUID } from 'node:crypto'
import type { JobsOptions, Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import type { Letter } from './engine.ts'

/** A letter that waits for longer than that may be sent once more. */
const noteMs = 24 * 60 * 60_000

/** A job as it is put on its queue. */
export interface NewJob {
  name: string
  data: unknown
  opts: JobsOptions
}

const Letters = z.object({ letters: z.array(z.looseObject({ id: z.string() })) })
/** A letter as it lies in its parcel; nothing else about it has been checked. */
export type Packed = z.infer<typeof Letters>['letters'][number]

const Alone = z.object({ letter: z.unknown(), attempts: z.int(), failures: z.array(z.string()) })
/** The one letter of a job, and the tries that it had in a parcel before. */
export type Alone = z.infer<typeof Alone>

/** Jobs without a number are taken before all that have one. */
export const jobOf = (letter: Letter): NewJob => ({
  name: letter.name,
  data: letter,
  opts: { jobId: letter.id, ...(letter.priority === 'low' && { priority: 1 }) },
})

/** The job of a letter that has left its parcel; it begins after `delay` milliseconds. */
export const jobAlone = (letter: Packed, { delay, ...tries }: Omit<Alone, 'letter'> & { delay: number }): NewJob => ({
  name: aloneName,
  data: { letter, ...tries } satisfies Alone,
  opts: { jobId: letter.id, delay },
})

const jobTogether = (id: string, letters: readonly Letter[]): NewJob => ({
  name: parcelName,
  data: { letters },
  opts: { jobId: id },
})

/** Any job that was taken. */
type AnyJob = Readonly<{ name: string; data: unknown }>

/** The letters of a job, if it is a parcel. */
export const packedIn = ({ name, data }: AnyJob): readonly Packed[] | undefined =>
  name === parcelName ? Letters.safeParse(data).data?.letters : undefined

/** The letter of a job that is no parcel. */
export function aloneIn({ name, data }: AnyJob): Alone {
  const left = name === aloneName ? Alone.safeParse(data).data : undefined
  return left ?? { letter: data, attempts: 0, failures: [] }
}

/** How many letters the job of this id carries. */
export const lettersOf = (jobId: string): number => Number(parcelId.exec(jobId)?.[1] ?? 1)

const parcelName = 'messaging.parcel'
const aloneName = 'messaging.alone'
const parcelId = /^parcel\..+\.(\d+)$/

/** The parcels of one queue. */
export class Parcels {
  readonly #redis: Redis
  readonly #queue: Queue
  readonly #lettersMax: number

  constructor({ redis, queue, lettersMax }: { redis: Redis; queue: Queue; lettersMax: number }) {
    this.#redis = redis
    this.#queue = queue
    this.#lettersMax = lettersMax
  }

  /** Jobs for those of the letters that are not on the queue. Low ones travel alone, for they wait for all others. */
  async pack(letters: readonly Letter[]): Promise<NewJob[]> {
    const once = new Map(letters.map((letter) => [letter.id, letter])).values()
    const { low = [], others = [] } = Object.groupBy(once, ({ priority }) => (priority === 'low' ? 'low' : 'others'))
    const groups = [...inGroups(others, this.#lettersMax), ...low.map((letter) => [letter])].map((group) => ({
      ...{ name: `parcel.${randomUUID()}`, group },
    }))
    const places = groups.flatMap(({ name, group }) => group.flatMap(({ id }) => [id, name]))
    const fresh = new Set((await this.#redis.eval(noteLua, 1, this.#queue.toKey(''), noteMs, ...places)) as string[])
    return groups.flatMap(({ name, group }) => {
      const left = group.filter(({ id }) => fresh.has(id))
      return left.length > 1 ? [jobTogether(`${name}.${left.length}`, left)] : left.map(jobOf)
    })
  }

  /** The parcel that each letter was put in last, whether that is still there or not. */
  async of(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map()
    const parcels = await this.#redis.mget(ids.map((id) => this.#noteOf(id)))
    return new Map(ids.flatMap((id, index) => (parcels[index] ? [[id, parcels[index]]] : [])))
  }

  /** Ends a parcel: what is left of its letters goes on alone. */
  async open(letters: readonly Packed[], left: readonly NewJob[]): Promise<void> {
    if (left.length > 0) await this.#queue.addBulk([...left])
    await this.#redis.unlink(letters.map(({ id }) => this.#noteOf(id)))
  }

  #noteOf(id: string): string {
    return this.#queue.toKey(`${notes}${id}`)
  }
}

/** As few groups as can be, and all of about the same size. */
function inGroups(letters: readonly Letter[], lettersMax: number): Letter[][] {
  const size = Math.ceil(letters.length / Math.ceil(letters.length / lettersMax))
  return [...Map.groupBy(letters, (_, index) => Math.floor(index / size)).values()]
}

const notes = 'in:'

// A letter is there under its own id, or in the parcel of its note while that is there. One that has no company gets no note.
const noteLua = `
  local jobs, fresh, company = KEYS[1], {}, {}
  local function isThere(id)
    if redis.call('EXISTS', jobs .. id) == 1 then return true end
    local parcel = redis.call('GET', jobs .. '${notes}' .. id)
    return parcel and redis.call('EXISTS', jobs .. parcel) == 1
  end
  for at = 2, #ARGV, 2 do
    local id, name = ARGV[at], ARGV[at + 1]
    if not isThere(id) then
      fresh[#fresh + 1] = { id, name }
      company[name] = (company[name] or 0) + 1
    end
  end
  local ids = {}
  for index, letter in ipairs(fresh) do
    local id, name = letter[1], letter[2]
    ids[index] = id
    if company[name] > 1 then
      redis.call('SET', jobs .. '${notes}' .. id, name .. '.' .. company[name], 'PX', ARGV[1])
    end
  end
  return ids`
