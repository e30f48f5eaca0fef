import { z } from 'zod'
import type { Copies, Copy } from './copies.ts'
import { redisScript, type Scripted } from './redis-script.ts'

/** A tag is remembered for longer than any copy can last, so that no copy outlives the memory of its purge. */
const tagMs = 172_800_000
const ageMsMaxMax = 86_400_000

/**
 * Copies that all gateways share. Each step is one script, so nothing comes between looking and keeping; ages are counted by Redis,
 * so that the gateways' clocks need not agree. At most so many copies of so many characters each are kept, and none for longer than a day; those that
 * end soonest go first. Rejects while Redis is away.
 */
export function redisCopies({
  redis,
  prefix,
  copiesMax = 2_000,
  charactersMax = 200_000,
}: {
  redis: Scripted
  prefix: string
  copiesMax?: number
  charactersMax?: number
}): Copies {
  const tagKeys = (tags: readonly string[]) => tags.map((tag) => `${prefix}:cache:tag:${tag}`)
  const copyKey = (key: string) => `${prefix}:cache:copy:${key}`
  const leaseKey = (key: string) => `${prefix}:cache:lease:${key}`
  const index = `${prefix}:cache:index`
  return {
    async find(key, tags) {
      const reply = await find(redis, [copyKey(key), leaseKey(key), ...tagKeys(tags)], [])
      const [state, isBeingAsked, text, leftMs] = Found.parse(reply)
      return { state, isBeingAsked: isBeingAsked === 1, copy: text === '' ? null : toCopy(text, leftMs) }
    },
    async keep(key, { answer, ageMs }, { tags, state, ageMsMax }) {
      const forMs = Math.min(ageMsMax, ageMsMaxMax)
      const text = JSON.stringify({ answer, forMs })
      const leftMs = Math.floor(forMs - ageMs)
      if (text.length > charactersMax || leftMs < 1) return
      await keep(redis, [copyKey(key), index, ...tagKeys(tags)], [state, text, leftMs, copiesMax])
    },
    async purge(tags) {
      await purge(redis, tagKeys(tags), [tagMs])
    },
    async lease(key, holder, ms) {
      return (await lease(redis, [leaseKey(key)], [holder, ms])) === 1
    },
    async release(key, holder) {
      await release(redis, [leaseKey(key)], [holder])
    },
  }
}

const Found = z.tuple([z.string(), z.number(), z.string(), z.number()])
const Kept = z.object({
  answer: z.union([z.strictObject({ value: z.unknown() }), z.strictObject({ notFound: z.string().nullable() })]),
  forMs: z.number(),
})

function toCopy(text: string, leftMs: number): Copy {
  const { answer, forMs } = Kept.parse(JSON.parse(text))
  return { answer, ageMs: Math.max(forMs - leftMs, 0) }
}

const stateOf = `
local function stateOf(from)
  local state = {}
  for i = from, #KEYS do state[#state + 1] = redis.call('GET', KEYS[i]) or '0' end
  return table.concat(state, '.')
end`

/** A copy stands with the state in which it was kept before its text. */
const find = redisScript(`${stateOf}
local state = stateOf(3)
local kept = redis.call('GET', KEYS[1])
local text, left = '', 0
if kept and string.sub(kept, 1, #state + 1) == state .. ' ' then
  text = string.sub(kept, #state + 2)
  left = redis.call('PTTL', KEYS[1])
end
return { state, redis.call('EXISTS', KEYS[2]), text, left }`)

const keep = redisScript(`${stateOf}
if stateOf(3) ~= ARGV[1] then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[3])
redis.call('ZADD', KEYS[2], now + ARGV[3], KEYS[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], 0, now)
local over = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[4])
if over > 0 then
  local gone = redis.call('ZPOPMIN', KEYS[2], over)
  for i = 1, #gone, 2 do redis.call('DEL', gone[i]) end
end
redis.call('PEXPIRE', KEYS[2], ${ageMsMaxMax})
return 1`)

const purge = redisScript(`
for _, key in ipairs(KEYS) do
  redis.call('INCR', key)
  redis.call('PEXPIRE', key, ARGV[1])
end
return #KEYS`)

const lease = redisScript(`return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2], 'NX') and 1 or 0`)

const release = redisScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`)
