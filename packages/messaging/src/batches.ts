/**
 * BATCHES: letters that are sent together to the queue of a crowd share a job, because handing out a job and completing it
 * costs more than what such a letter asks for. Each letter of a batch has a note that says where it is, so that it is held once
 * and found under its id. A batch is worked on once: a letter that failed, or has to wait, goes on as a job of its own, and
 * all of them do when the process that had the batch in hand is gone.
 */
import { randomUUID } from 'node:crypto'
import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Letter, QueueDepth } from './engine.ts'
import { type Batched, batchPrefix, jobOf, jobTogether, type NewJob } from './letter-jobs.ts'

/** A letter that waits in a batch for longer than that is sent once more. */
const noteMs = 24 * 60 * 60_000

/** The batches of one queue. */
export class Batches {
  readonly #redis: Redis
  readonly #queue: Queue

  constructor({ redis, queue }: { redis: Redis; queue: Queue }) {
    this.#redis = redis
    this.#queue = queue
  }

  /** Jobs for those of the letters that are not on the queue. Low ones travel alone, for they wait for all others. */
  async jobsFor(letters: readonly Letter[], lettersMax: number): Promise<NewJob[]> {
    const distinct = new Map(letters.map((letter) => [letter.id, letter])).values()
    const { low = [], others = [] } = Object.groupBy(distinct, ({ priority }) =>
      priority === 'low' ? 'low' : 'others',
    )
    const groups = [...inGroups(others, lettersMax), ...low.map((letter) => [letter])]
    const named = groups.map((group) => ({ name: `${batchPrefix}${randomUUID()}.`, group }))
    const places = named.flatMap(({ name, group }) => group.flatMap(({ id }) => [id, name]))
    const fresh = new Set((await this.#run(noteLua, noteMs, ...places)) as string[])
    return named.flatMap(({ name, group }) => {
      const rest = group.filter(({ id }) => fresh.has(id))
      return rest.length > 1 ? [jobTogether(name, rest)] : rest.map(jobOf)
    })
  }

  /** The batch that each letter was put in last, whether that is still there or not. */
  async of(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map()
    const batches = await this.#redis.mget(ids.map((id) => this.#queue.toKey(`${notes}${id}`)))
    return new Map(ids.flatMap((id, index) => (batches[index] ? [[id, batches[index]]] : [])))
  }

  /** How many letters there are, each batch counted for as many as it carries. */
  async depth(): Promise<QueueDepth> {
    const [active = 0, waiting = 0, delayed = 0, failed = 0] = (await this.#run(countLua)) as number[]
    return { active, waiting, delayed, failed }
  }

  /** Letters of a batch go on in jobs of their own. */
  async leave(jobs: readonly NewJob[]): Promise<void> {
    if (jobs.length > 0) await this.#queue.addBulk([...jobs])
  }

  /** Nothing is left to do with a batch. Notes that stay behind say nothing once its job is gone. */
  async forget(batch: string, letters: readonly Batched[]): Promise<void> {
    await this.#run(forgetLua, batch, ...letters.map(({ id }) => id)).catch(() => undefined)
  }

  #run(lua: string, ...values: (string | number)[]): Promise<unknown> {
    return this.#redis.eval(lua, 1, this.#queue.toKey(''), ...values)
  }
}

/** As few groups as can be, and all of about the same size. */
function inGroups(letters: readonly Letter[], lettersMax: number): Letter[][] {
  const count = Math.max(1, Math.ceil(letters.length / lettersMax))
  const size = Math.ceil(letters.length / count)
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
      redis.call('SET', jobs .. '${notes}' .. id, batch .. company[batch], 'PX', ARGV[1])
    end
  end
  return ids`

// A letter that is in another batch by now keeps its note.
const forgetLua = `
  for at = 2, #ARGV do
    local note = KEYS[1] .. '${notes}' .. ARGV[at]
    if redis.call('GET', note) == ARGV[1] then redis.call('UNLINK', note) end
  end`

const countLua = `
  local function lettersIn(ids)
    local sum = 0
    for _, id in ipairs(ids) do
      local isBatch = string.sub(id, 1, ${batchPrefix.length}) == '${batchPrefix}'
      sum = sum + (isBatch and tonumber(string.match(id, '%d+$')) or 1)
    end
    return sum
  end
  local jobs = KEYS[1]
  local function list(name) return lettersIn(redis.call('LRANGE', jobs .. name, 0, -1)) end
  local function set(name) return lettersIn(redis.call('ZRANGE', jobs .. name, 0, -1)) end
  return { list('active'), list('wait') + set('prioritized'), set('delayed'), set('failed') }`
