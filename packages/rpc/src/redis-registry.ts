/**
 * Leases in Redis: one sorted set a service, `<prefix>:registry:<service>`. A member is an entry as JSON, its score the
 * end of its lease by Redis's own clock, so no two machines need to agree on the time. `-<instanceId>` marks one that left.
 * Publish-subscribe carries hints alone.
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import { createRegistry, type Entry, type Listing, type Registry, type RegistryStore } from './discovery.ts'
import { commandClient, firstConnection, subscriberClient } from './redis-clients.ts'

/** Discovery over Redis, for every process that serves or calls. */
export const redisRegistry = ({
  clock,
  ...options
}: {
  url: string
  prefix: string
  clock: Clock
  log: Log
}): Registry => createRegistry({ store: redisRegistryStore(options), clock, log: options.log })

/** The engine behind it; every method rejects within 300 ms while Redis does not answer. */
export function redisRegistryStore({ url, prefix, log }: { url: string; prefix: string; log: Log }): RegistryStore {
  const keyOf = (service: string) => `${prefix}:registry:${service}`
  const commands = commandClient({ url, log })
  const subscriber = subscriberClient({ url, log })
  const connected = firstConnection(commands)
  const run = async (script: string, key: string, ...args: (string | number)[]) => {
    // Commands are not queued while there is no connection, so the very first ones wait a moment for it.
    await connected
    return await commands.eval(script, 1, key, ...args)
  }
  const describe = (entry: Entry, ttlMs: number) =>
    [JSON.stringify({ ...entry, ttlMs }), ttlMs, `-${entry.instanceId}`] as const

  return {
    async put(entry, ttlMs) {
      await run(putScript, keyOf(entry.service), ...describe(entry, ttlMs))
    },
    async remove(entry, ttlMs) {
      await run(removeScript, keyOf(entry.service), ...describe(entry, ttlMs))
    },
    list: async (service) => readListing(await run(listScript, keyOf(service))),
    onChange: hintsOf(subscriber, keyOf, log),
    async close() {
      for (const client of [commands, subscriber]) client.disconnect()
    },
  }
}

function hintsOf(subscriber: Redis, keyOf: (service: string) => string, log: Log): RegistryStore['onChange'] {
  const listeners = new Map<string, Set<() => void>>()
  subscriber.on('message', (channel: string) => {
    for (const listener of listeners.get(channel) ?? []) listener()
  })
  return (service, listener) => {
    const channel = keyOf(service)
    const known = listeners.get(channel) ?? new Set()
    listeners.set(channel, known.add(listener))
    if (known.size === 1) subscriber.subscribe(channel).catch((error) => log.debug({ err: error }, 'redis'))
    return () => known.delete(listener)
  }
}

const Members = z.array(z.tuple([z.string(), z.string()]))
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

function readListing(reply: unknown): Listing {
  const members = Members.parse(reply)
  return {
    present: members
      .filter(([member]) => member.startsWith('{'))
      .map(([member, leftMs]) => ({ ...Stored.parse(JSON.parse(member)), expiresInMs: Number(leftMs) })),
    left: members.filter(([member]) => member.startsWith('-')).map(([member]) => member.slice(1)),
  }
}

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
