import { askRedis } from './ask-redis.ts'
import { enginesOf } from './engines.ts'
import type { Strike } from './strike.ts'

/** Takes Redis' memory away: it may keep less than it has, and evicts nothing, so it refuses every write. */
export const fillRedis: Strike = async ({ ground }) => {
  const { redisUrl } = enginesOf(ground)
  const set = (bytes: string) => askRedis(redisUrl, (redis) => redis.config('SET', 'maxmemory', bytes))
  await set('1mb')
  const refused = await askRedis(redisUrl, (redis) => redis.set('chaos:filler', 'x').then(() => false, isFull))
  if (!refused) {
    await set('0')
    throw new Error('a Redis without memory took a write all the same')
  }
  return { heal: async () => void (await set('0')) }
}

const isFull = (error: unknown) => error instanceof Error && error.message.startsWith('OOM')
