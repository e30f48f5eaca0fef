import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { Redis } from 'ioredis'
import { z } from 'zod'
import { createRegistry, type Registry, type RegistryStore } from './discovery.ts'

/** Discovery over Redis, for every process that serves or calls. */
export const redisRegistry = ({
  url,
  prefix,
  clock,
  log,
}: {
  url: string
  prefix: string
  clock: Clock
  log: Log
}): Registry => createRegistry({ store: redisRegistryStore({ url, prefix, log }), clock, log })

/**
 * Leases in Redis: one sorted set a service, `<prefix>:registry:<service>`. A member is an entry as JSON, its score the
 * end of its lease by Redis's own clock, so no two machines need to agree on the time. `-<instanceId>` marks one that left.
 * Commands fail after 200 ms rather than wait; publish-subscribe carries hints alone.
 */
export function redisRegistryStore({ url, prefix, log }: { url: string; prefix: string; log: Log }): RegistryStore {
  const keyOf = (service: string) => `${prefix}:registry:${service}`
  const commands = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 200,
    // A half-open connection never answers: two seconds of silence under a beat a second mean that it is one.
    socketTimeout: 2_000,
    retryStrategy: reconnectMs,
  })
  const subscriber = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: reconnectMs })
  for (const client of [commands, subscriber]) client.on('error', (error) => log.debug({ err: error }, 'redis'))
  const listeners = new Map<string, Set<() => void>>()
  subscriber.on('message', (channel: string) => {
    for (const listener of listeners.get(channel) ?? []) listener()
  })
  const connected = firstConnection(commands)

  return {
    async put(entry, ttlMs) {
      await connected
      await commands.eval(
        putScript,
        1,
        keyOf(entry.service),
        JSON.stringify({ ...entry, ttlMs }),
        ttlMs,
        `-${entry.instanceId}`,
      )
    },
    async remove(entry, ttlMs) {
      await commands.eval(
        removeScript,
        1,
        keyOf(entry.service),
        JSON.stringify({ ...entry, ttlMs }),
        ttlMs,
        `-${entry.instanceId}`,
      )
    },
    async list(service) {
      await connected
      const members = Members.parse(await commands.eval(listScript, 1, keyOf(service)))
      const pairs = members.map(([member, leftMs]) => ({ member, expiresInMs: Number(leftMs) }))
      return {
        present: pairs
          .filter(({ member }) => member.startsWith('{'))
          .map(({ member, expiresInMs }) => ({ ...Stored.parse(JSON.parse(member)), expiresInMs })),
        left: pairs.filter(({ member }) => member.startsWith('-')).map(({ member }) => member.slice(1)),
      }
    },
    onChange(service, listener) {
      const channel = keyOf(service)
      const known = listeners.get(channel) ?? new Set()
      listeners.set(channel, known.add(listener))
      if (known.size === 1) subscriber.subscribe(channel).catch((error) => log.debug({ err: error }, 'redis'))
      return () => known.delete(listener)
    },
    async close() {
      for (const client of [commands, subscriber]) client.disconnect()
    },
  }
}

const reconnectMs = (attempt: number) => Math.min(50 * 2 ** attempt, 1_000)

/** Commands are not queued while there is no connection, so the very first ones wait a moment for it. */
const firstConnection = (client: Redis) =>
  new Promise<void>((resolve) => {
    client.once('ready', resolve)
    client.once('error', () => resolve())
    client.once('end', resolve)
  })

const Members = z.array(z.tuple([z.string(), z.union([z.string(), z.number()])]))
const Stored = z.object({
  service: z.string(),
  instanceId: z.string(),
  address: z.string(),
  version: z.string(),
  zone: z.string(),
  weight: z.number(),
  startedAtMs: z.number(),
  ttlMs: z.number(),
})

const now = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`
const putScript = `${now}
local joined = redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1]) + redis.call('ZREM', KEYS[1], ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('PEXPIRE', KEYS[1], ARGV[2] * 12)
if joined > 0 then redis.call('PUBLISH', KEYS[1], 'joined') end`
const removeScript = `${now}
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[3])
redis.call('PUBLISH', KEYS[1], 'left')`
const listScript = `${now}
local rows = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf', 'WITHSCORES')
local pairs = {}
for i = 1, #rows, 2 do pairs[#pairs + 1] = { rows[i], tostring(rows[i + 1] - now) } end
return pairs`
