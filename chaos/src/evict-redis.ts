import { askRedis } from './ask-redis.ts'
import { enginesOf } from './engines.ts'
import type { Strike } from './strike.ts'

/**
 * Sets Redis to drop keys when its memory is full, and kills the target: it must refuse to start again on such a Redis.
 * Counts the starts that were refused, and whether it ever served.
 */
export const evictRedis: Strike = async ({ target, control, ground, clock }) => {
  const { redisUrl } = enginesOf(ground)
  const set = (policy: string) => askRedis(redisUrl, (redis) => redis.config('SET', 'maxmemory-policy', policy))
  await set('allkeys-lru')
  await control.act(target.id, 'kill')
  const watching = new AbortController()
  let [restarts, served] = [target.restarts, 0]
  const watch = async () => {
    while (!watching.signal.aborted) {
      const now = (await control.instances().catch(() => [])).find(({ id }) => id === target.id)
      if (now !== undefined && !watching.signal.aborted) {
        restarts = Math.max(restarts, now.restarts)
        if (now.state === 'ready' && now.restarts > target.restarts) served = 1
      }
      await clock.sleep(pollEveryMs, watching.signal)
    }
  }
  const watched = watch()
  return {
    heal: async () => {
      watching.abort()
      await watched
      await set('noeviction')
    },
    // The last start may still be under way.
    findings: () => ({ startsRefused: Math.max(0, restarts - target.restarts - 1), servedWhileEvicting: served }),
  }
}

const pollEveryMs = 100
