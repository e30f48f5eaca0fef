import { z } from 'zod'
import { type Bucket, type Buckets, paceOf } from './gcra.ts'
import { redisScript, type Scripted } from './redis-script.ts'

/**
 * Buckets that all gateways share: one script decides over all keys of a request, so that no two gateways admit the same
 * unit, and nothing is taken when one bucket refuses. Redis's own clock counts. Rejects while Redis is away.
 */
export function redisBuckets({
  redis,
  prefix,
  nowUs = () => 0,
}: {
  redis: Scripted
  prefix: string
  /** For proofs alone: the time that counts in place of Redis's. */
  nowUs?: () => number
}): Buckets {
  return {
    async take(buckets, cost) {
      const keys = buckets.map(({ name, id }) => `${prefix}:limit:${name}:${id}`)
      const paces = buckets.map(paceOf).flatMap(({ burst, everyUs }) => [burst, everyUs])
      const rows = Reply.parse(await take(redis, keys, [cost, nowUs(), ...paces]))
      return buckets.map((bucket, index) => standingOf(bucket, rows[index] ?? [0, 0, 0]))
    },
  }
}

const standingOf = (bucket: Bucket, [left, fullInMs, waitMs]: readonly [number, number, number]) => ({
  ...{ bucket, left, fullInMs, waitMs },
})
const Reply = z.array(z.tuple([z.number(), z.number(), z.number()]))

/** `decide` of gcra.ts for every key, then all or nothing. A key outlives its bucket's refilling by a moment, and then goes by itself. */
const take = redisScript(`
local time = redis.call('TIME')
local now = tonumber(ARGV[2])
if now == 0 then now = time[1] * 1000000 + time[2] end
local answer, nexts, admitted = {}, {}, true
for i, key in ipairs(KEYS) do
  local burst, every = tonumber(ARGV[2 * i + 1]), tonumber(ARGV[2 * i + 2])
  local before = math.max(tonumber(redis.call('GET', key) or 0), now)
  local after = before + math.min(tonumber(ARGV[1]), burst) * every
  local wait = after - burst * every - now
  local stands = after - now
  if wait >= 1 then
    admitted = false
    stands = before - now
  else
    wait = 0
  end
  nexts[i] = after
  local left = math.max(0, math.floor(burst - stands / every + 0.000001))
  answer[i] = { left, math.ceil(stands / 1000), math.ceil(wait / 1000) }
end
if admitted then
  for i, key in ipairs(KEYS) do
    redis.call('SET', key, string.format('%.2f', nexts[i]), 'PX', math.ceil((nexts[i] - now) / 1000) + 10000)
  end
end
return answer`)
