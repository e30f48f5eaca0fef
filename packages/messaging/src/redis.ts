import type { Log } from '@switchyard/runtime/log'
import { redisTls } from '@switchyard/runtime/redis-tls'
import { Redis, type RedisOptions } from 'ioredis'

/**
 * How a connection behaves when Redis is away. `request`: fails at once, so that nobody waits. `worker`: keeps trying
 * for ever, as BullMQ needs, but drops a socket that has gone silent for longer than any blocking read. `subscriber`:
 * keeps trying and subscribes again by itself.
 */
export type RedisProfile = 'request' | 'worker' | 'subscriber'

const profiles: Record<RedisProfile, RedisOptions> = {
  request: { maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout: 1_500, socketTimeout: 3_000 },
  worker: { maxRetriesPerRequest: null, socketTimeout: 15_000 },
  subscriber: { maxRetriesPerRequest: null },
}

/** Opens a connection that never throws on its own: outages are logged once, and again when they end. */
export function openRedis({ url, profile, log }: { url: string; profile: RedisProfile; log: Log }): Redis {
  const options = {
    ...profiles[profile],
    ...redisTls(url),
    connectTimeout: 2_000,
    keepAlive: 5_000,
    replyMapping: 'legacy' as const,
    retryStrategy: (tries: number) => Math.min(50 * 2 ** (tries - 1), 1_000),
  }
  const redis = new Redis(url, options)
  let away = false
  redis.on('error', (error) => {
    if (!away) log.warn({ profile, reason: error.message }, 'redis is away')
    away = true
  })
  redis.on('ready', () => {
    if (away) log.info({ profile }, 'redis is back')
    away = false
  })
  return redis
}
