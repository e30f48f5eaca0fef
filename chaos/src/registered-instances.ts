import { askRedis } from './ask-redis.ts'
import type { Trap } from './rogue.ts'

/**
 * Ids of the instances of a service that have a lease, read where it stands: whatever a gateway could tell of it came late
 * when something else that it tells of did. Throws when Redis is away.
 */
export function registeredInstances({ redisUrl, redisPrefix }: Trap, service: string): Promise<string[]> {
  return askRedis(redisUrl, async (redis) => {
    const [seconds] = await redis.time()
    const ids = await redis.zrangebyscore(`${redisPrefix}:registry:${service}`, Number(seconds) * 1_000, '+inf')
    return ids.map((id) => id.split('@', 1)[0] ?? id)
  })
}
