import { systemClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { createBullmqEngine } from '../bullmq-engine.ts'
import type { Engine } from '../engine.ts'
import { openRedis } from '../redis.ts'

/** One process's engine on a Redis of its own choice, with the connection that it uses. */
export async function openBullmqEngine({ redisUrl, redisPrefix }: { redisUrl: string; redisPrefix: string }) {
  const redis = openRedis({ url: redisUrl, profile: 'request', log: silentLog })
  const bullmq = createBullmqEngine({ redis, redisUrl, redisPrefix, clock: systemClock, log: silentLog })
  if (redis.status !== 'ready') await new Promise<void>((resolve) => redis.once('ready', () => resolve()))
  const engine: Engine = {
    ...bullmq,
    disconnect: () => {
      bullmq.disconnect()
      redis.disconnect()
    },
  }
  return { engine, redis }
}
