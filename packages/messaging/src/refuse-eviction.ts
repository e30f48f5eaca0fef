import type { Log } from '@switchyard/runtime/log'
import type { Redis } from 'ioredis'

/** How long a start waits for a Redis that may be away; it is looked at again whenever it comes. */
const waitMsMax = 1_000

/** A Redis that drops keys when its memory is full: it would drop jobs, and nobody would be told. */
export class EvictingRedis extends Error {
  override readonly name = 'EvictingRedis'
}

/**
 * Refuses a Redis that evicts, if it is there within a second. One that comes later and evicts is named in the log: what it
 * drops is sent again, as after any loss, but it must be mended.
 * @throws {EvictingRedis} that says what to change.
 */
export async function refuseEviction(
  redis: Redis,
  { log, sleep }: { log: Log; sleep: (ms: number, signal: AbortSignal) => Promise<void> },
): Promise<void> {
  const found = new AbortController()
  const ready = new Promise<void>((resolve) => {
    if (redis.status === 'ready') resolve()
    else redis.once('ready', () => resolve())
  })
  await Promise.race([ready, sleep(waitMsMax, found.signal)])
  found.abort()
  const refusal = await refusalOf(redis)
  if (refusal) throw refusal
  redis.on('ready', () => {
    void refusalOf(redis).then((later) => later && log.error({ err: later }, 'redis evicts'))
  })
}

async function refusalOf(redis: Redis): Promise<EvictingRedis | undefined> {
  if (redis.status !== 'ready') return undefined
  const memory = await redis.info('memory').catch(() => '')
  const policy = /maxmemory_policy:(\S+)/.exec(memory)?.[1]
  if (policy === undefined || policy === 'noeviction') return undefined
  return new EvictingRedis(
    `Redis evicts keys (maxmemory-policy ${policy}), which loses jobs. Set it to noeviction: CONFIG SET maxmemory-policy noeviction`,
  )
}
