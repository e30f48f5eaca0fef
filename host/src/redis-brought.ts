import { redisTls } from '@switchyard/runtime/redis-tls'
import { Redis } from 'ioredis'
import { type Engine, EngineError, NotOursError } from './engine.ts'
import { isNewEnough, redisVersionMin } from './redis-program.ts'

/**
 * Takes a Redis that somebody else runs, once it is sure that it will do: reachable, new enough, and never evicting
 * keys, since a queue that loses keys under memory pressure loses orders' hints in silence.
 *
 * @throws EngineError that names REDIS_URL and what to change.
 */
export async function bringRedis(url: string): Promise<Engine> {
  const { version, policy } = await inspect(url)
  if (!isNewEnough(version)) {
    throw new EngineError(`REDIS_URL is a Redis ${version}; at least ${redisVersionMin} is needed.`)
  }
  if (policy !== undefined && policy !== 'noeviction') {
    throw new EngineError(
      `REDIS_URL evicts keys (maxmemory-policy ${policy}), which loses jobs. Set it to noeviction: CONFIG SET maxmemory-policy noeviction`,
    )
  }
  const { hostname, port } = new URL(url)
  const where = `Redis ${version} at ${hostname}:${port || 6379} (REDIS_URL)`
  return {
    kind: 'redis',
    flavour: 'brought',
    url,
    port: Number(port || 6379),
    version,
    where,
    pid: undefined,
    ...refusals('Redis'),
  }
}

/** The actions of an engine that somebody else runs: all refused. */
export function refusals(name: string): Pick<Engine, 'start' | 'stop' | 'kill' | 'freeze' | 'thaw' | 'onExit'> {
  const refuse = () => {
    throw new NotOursError(`This ${name} was brought by URL; the host does not touch it.`)
  }
  const refuseLater = async () => refuse()
  return { start: refuseLater, stop: refuseLater, kill: refuse, freeze: refuse, thaw: refuse, onExit: () => () => {} }
}

async function inspect(url: string): Promise<{ version: string; policy: string | undefined }> {
  const redis = new Redis(url, {
    ...redisTls(url),
    lazyConnect: true,
    connectTimeout: 3000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  let lastError: Error | undefined
  redis.on('error', (error) => {
    lastError = error
  })
  try {
    await redis.connect()
    const [server, memory] = await Promise.all([redis.info('server'), redis.info('memory')])
    return {
      version: /redis_version:(\S+)/.exec(server)?.[1] ?? '0',
      policy: /maxmemory_policy:(\S+)/.exec(memory)?.[1],
    }
  } catch (error) {
    const reason = lastError ?? error
    const { host } = new URL(url)
    throw new EngineError(
      `REDIS_URL does not answer at ${host}: ${reason instanceof Error ? reason.message : String(reason)}. Correct it, or unset it to have a Redis started.`,
    )
  } finally {
    redis.disconnect()
  }
}
