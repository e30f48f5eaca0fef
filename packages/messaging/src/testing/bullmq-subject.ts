import { systemClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import { type BullmqOptions, createBullmqEngine } from '../bullmq-engine.ts'
import type { Engine } from '../engine.ts'
import { openRedis } from '../redis.ts'

type SubjectOptions = Pick<BullmqOptions, 'redisUrl' | 'redisPrefix' | 'inBatches' | 'lettersMax'>

/** One process's engine on a Redis of its own choice, with the connection that it uses. */
export async function openBullmqEngine(options: SubjectOptions) {
  const redis = openRedis({ url: options.redisUrl, profile: 'request', log: silentLog })
  const bullmq = createBullmqEngine({ ...options, redis, clock: systemClock, log: silentLog })
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
