import type { Redis } from 'ioredis'

/** Deletes what a round left under its prefix, and nothing else: the Redis may be somebody's. */
export async function forgetKeys(redis: Redis, prefix: string): Promise<void> {
  for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 1_000 }) as AsyncIterable<string[]>) {
    if (keys.length > 0) await redis.unlink(...keys)
  }
}
