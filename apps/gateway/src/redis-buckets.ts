import { z } from 'zod'
import { type Bucket, type Buckets, paceOf, type Standing } from './gcra.ts'
import { redisScript, type Scripted } from './redis-script.ts'

/**
 * Buckets that all gateways share: one script decides over all keys of a request, so that no two gateways admit the same
 * unit, and nothing is taken when one bucket refuses. Requests of the same turn of the event loop share one call of the
 * script, which decides each by itself, in their order. Redis's own clock counts. Rejects while Redis is away.
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
  let waiting: Asked[] = []
  const keyOf = ({ name, id }: Bucket) => `${prefix}:limit:${name}:${id}`
  const decide = async (asked: readonly Asked[]) => {
    const keys = asked.flatMap(({ buckets }) => buckets.map(keyOf))
    const groups = asked.flatMap(({ buckets, cost }) => [buckets.length, cost, ...buckets.flatMap(numbersOf)])
    const rows = Reply.parse(await takeAll(redis, keys, [nowUs(), ...groups])).values()
    for (const { buckets, resolve } of asked) {
      resolve(buckets.map((bucket) => standingOf(bucket, rows.next().value ?? [0, 0, 0])))
    }
  }
  const send = () => {
    const asked = waiting
    waiting = []
    for (let from = 0; from < asked.length; from += togetherMax) {
      const some = asked.slice(from, from + togetherMax)
      decide(some).catch((error: unknown) => {
        for (const { reject } of some) reject(error)
      })
    }
  }
  return {
    take: (buckets, cost) =>
      new Promise((resolve, reject) => {
        if (waiting.push({ buckets, cost, resolve, reject }) === 1) setImmediate(send)
      }),
    async charge(admitted) {
      const numbers = admitted.flatMap(({ bucket, cost, agoMs }) => [agoMs * 1_000, cost, ...numbersOf(bucket)])
      await chargeAll(
        redis,
        admitted.map(({ bucket }) => keyOf(bucket)),
        [nowUs(), ...numbers],
      )
    },
  }
}

/** A request that waits for its decision. */
interface Asked {
  buckets: readonly Bucket[]
  cost: number
  resolve: (standings: Standing[]) => void
  reject: (reason: unknown) => void
}

/** Requests of one call: Redis does nothing else while a script runs. */
const togetherMax = 64

const numbersOf = (bucket: Bucket): [burst: number, everyUs: number] => {
  const { burst, everyUs } = paceOf(bucket)
  return [burst, everyUs]
}

const standingOf = (bucket: Bucket, [left, fullInMs, waitMs]: readonly [number, number, number]) => ({
  ...{ bucket, left, fullInMs, waitMs },
})
const Reply = z.array(z.tuple([z.number(), z.number(), z.number()]))

/** `decide` of gcra.ts for every key, all or nothing for each group of them. A key outlives its bucket's refilling by a moment, and then goes by itself. */
const takeAll = redisScript(`
local time = redis.call('TIME')
local now = tonumber(ARGV[1])
if now == 0 then now = time[1] * 1000000 + time[2] end
local answer, first, at = {}, 1, 2
while at <= #ARGV do
  local count, cost = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  local nexts, admitted = {}, true
  for i = 0, count - 1 do
    local burst, every = tonumber(ARGV[at + 2 + 2 * i]), tonumber(ARGV[at + 3 + 2 * i])
    local before = math.max(tonumber(redis.call('GET', KEYS[first + i]) or 0), now)
    local after = before + math.min(cost, burst) * every
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
    answer[#answer + 1] = { left, math.ceil(stands / 1000), math.ceil(wait / 1000) }
  end
  if admitted then
    for i = 0, count - 1 do
      local ms = math.ceil((nexts[i] - now) / 1000) + 10000
      redis.call('SET', KEYS[first + i], string.format('%.2f', nexts[i]), 'PX', ms)
    end
  end
  first = first + count
  at = at + 2 + 2 * count
end
return answer`)

/** `charged` of gcra.ts for every key. */
const chargeAll = redisScript(`
local time = redis.call('TIME')
local now = tonumber(ARGV[1])
if now == 0 then now = time[1] * 1000000 + time[2] end
for i, key in ipairs(KEYS) do
  local at = 4 * i - 2
  local ago, cost, burst, every = tonumber(ARGV[at]), tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local before = tonumber(redis.call('GET', key) or 0)
  local after = math.min(math.max(before, now - ago) + cost * every, now + 2 * burst * every)
  if after > before and after > now then
    redis.call('SET', key, string.format('%.2f', after), 'PX', math.ceil((after - now) / 1000) + 10000)
  end
end`)
