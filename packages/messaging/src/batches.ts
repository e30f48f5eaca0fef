/**
 * BATCHES: letters that are sent together to the queue of a crowd share a job, because handing out a job and completing it
 * costs more than what such a letter asks for. Each letter of a batch has a note that says where it is, so that it is held once
 * and found under its id. A batch is worked on once: a letter that failed, or has to wait, goes on as a job of its own, and
 * all of them do when the process that had the batch in hand is gone.
 */
import { randomUUID } from 'node:crypto'
import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Letter } from './engine.ts'
import { type Batched, jobOf, jobTogether, type NewJob } from './letter-jobs.ts'

/** A letter that waits for longer than that may be sent once more. */
const noteMs = 24 * 60 * 60_000

/** The batches of one queue. */
export class Batches {
  readonly #redis: Redis
  readonly #queue: Queue
  readonly #lettersMax: number

  constructor({ redis, queue, lettersMax }: { redis: Redis; queue: Queue; lettersMax: number }) {
    this.#redis = redis
    this.#queue = queue
    this.#lettersMax = lettersMax
  }

  /** Jobs for those of the letters that are not on the queue. Low ones travel alone, for they wait for all others. */
  async jobsFor(letters: readonly Letter[]): Promise<NewJob[]> {
    const once = new Map(letters.map((letter) => [letter.id, letter])).values()
    const { low = [], others = [] } = Object.groupBy(once, ({ priority }) => (priority === 'low' ? 'low' : 'others'))
    const groups = new Map(
      [...inGroups(others, this.#lettersMax), ...low.map((letter) => [letter])].map((group) => [randomUUID(), group]),
    )
    const places = [...groups].flatMap(([batch, group]) => group.flatMap(({ id }) => [id, batch]))
    const fresh = new Set((await this.#redis.eval(noteLua, 1, this.#queue.toKey(''), noteMs, ...places)) as string[])
    return [...groups].flatMap(([batch, group]) => {
      const left = group.filter(({ id }) => fresh.has(id))
      return left.length > 1 ? [jobTogether(batch, left)] : left.map(jobOf)
    })
  }

  /** The batch that each letter was put in last, whether that is still there or not. */
  async of(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map()
    const batches = await this.#redis.mget(ids.map((id) => this.#noteOf(id)))
    return new Map(ids.flatMap((id, index) => (batches[index] ? [[id, batches[index]]] : [])))
  }

  /** Ends a batch: what is left of its letters goes on alone. */
  async end(letters: readonly Batched[], left: readonly NewJob[]): Promise<void> {
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

// A letter is there under its own id, or in the batch of its note while that is there. One without company gets no note.
const noteLua = `
  local jobs, fresh, company = KEYS[1], {}, {}
  local function isThere(id)
    if redis.call('EXISTS', jobs .. id) == 1 then return true end
    local job = redis.call('GET', jobs .. '${notes}' .. id)
    return job and redis.call('EXISTS', jobs .. job) == 1
  end
  for at = 2, #ARGV, 2 do
    local id, batch = ARGV[at], ARGV[at + 1]
    if not isThere(id) then
      fresh[#fresh + 1] = { id, batch }
      company[batch] = (company[batch] or 0) + 1
    end
  end
  local ids = {}
  for index, letter in ipairs(fresh) do
    local id, batch = letter[1], letter[2]
    ids[index] = id
    if company[batch] > 1 then
      redis.call('SET', jobs .. '${notes}' .. id, 'batch.' .. batch .. '.' .. company[batch], 'PX', ARGV[1])
    end
  end
  return ids`
