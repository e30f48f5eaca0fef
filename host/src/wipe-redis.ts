import { Redis } from 'ioredis'

/** Empties a Redis, every database of it, within two seconds or not at all. */
export async function wipeRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 1_000,
    commandTimeout: 2_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  redis.on('error', () => {})
  try {
    await redis.connect()
    await redis.flushall()
  } finally {
    redis.disconnect()
  }
}
