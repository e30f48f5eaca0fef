/**
 * Leases in Redis: a sorted set a service, `<prefix>:registry:<service>`, of ids by the end of their lease, and beside it
 * a hash `<prefix>:registry:<service>:said` of what stands under each id. Redis's own clock counts, so no two machines
 * need to agree on the time. Publish-subscribe on the first key's name carries hints alone.
 */
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import { createRegistry, type Listing, listingLimits, type Registry, type RegistryStore } from './discovery.ts'
import { commandClient, firstConnection, subscriberClient } from './redis-clients.ts'
import type { Seal } from './seal.ts'

interface RedisRegistryOptions {
  url: string
  prefix: string
  identity: Seal
  clock: Clock
  log: Log
}

/** Discovery over Redis, for every process that serves or calls. */
export const redisRegistry = ({ url, prefix, ...rest }: RedisRegistryOptions): Registry =>
  createRegistry({ store: redisRegistryStore({ url, prefix, log: rest.log }), ...rest })

/** The engine behind it; every method rejects within 300 ms while Redis does not answer. */
export function redisRegistryStore({ url, prefix, log }: { url: string; prefix: string; log: Log }): RegistryStore {
  const keyOf = (service: string) => `${prefix}:registry:${service}`
  const commands = commandClient({ url, log })
  const subscriber = subscriberClient({ url, log })
  const connected = firstConnection(commands)
  // Commands are not queued while there is no connection, so the very first ones wait a moment for it.
  const keysOf = async (service: string) => connected.then(() => [keyOf(service), `${keyOf(service)}:said`] as const)

  return {
    async put({ service, id, text }, { ttlMs, hint }) {
      await commands.eval(putScript, 2, ...(await keysOf(service)), id, text, ttlMs, hint ? 1 : 0)
    },
    async list(service) {
      const { registrations, idBytes, textBytes } = listingLimits
      // Read-only, so that it runs with the right to read alone.
      const limits = [registrations, idBytes, textBytes].map(String)
      return readListing(await commands.call('EVAL_RO', listScript, '2', ...(await keysOf(service)), ...limits))
    },
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

const Reply = z.tuple([z.number(), z.array(z.tuple([z.string(), z.string(), z.coerce.number()]))])

function readListing(reply: unknown): Listing {
  const [count, rows] = Reply.parse(reply)
  const kept = rows.map(([id, text, expiresInMs]) => ({ id, text, expiresInMs }))
  return { kept, whole: count <= listingLimits.registrations }
}

const now = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`
/** Mends what is of the wrong type. What has ended is taken out a hundred at a time, so that no beat pays for a flood. */
const putScript = `${now}
for i, key in ipairs(KEYS) do
  local kind = redis.call('TYPE', key).ok
  if kind ~= 'none' and kind ~= ({ 'zset', 'hash' })[i] then redis.call('DEL', key) end
end
local known = redis.call('ZSCORE', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
local ended = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 100)
if #ended > 0 then
  redis.call('ZREM', KEYS[1], unpack(ended))
  redis.call('HDEL', KEYS[2], unpack(ended))
end
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[3] * 12) end
if not known or tonumber(known) <= now or ARGV[4] == '1' then redis.call('PUBLISH', KEYS[1], 'changed') end`
/** Of more than the limit it takes some at random, and of a text that is too large nothing. */
const listScript = `${now}
local count = redis.call('ZCARD', KEYS[1])
local rows = redis.call('ZRANDMEMBER', KEYS[1], ARGV[1], 'WITHSCORES')
local kept = {}
for i = 1, #rows, 2 do
  local id, left = rows[i], rows[i + 1] - now
  if left > 0 then
    local text = ''
    if #id <= tonumber(ARGV[2]) and redis.call('HSTRLEN', KEYS[2], id) <= tonumber(ARGV[3]) then
      text = redis.call('HGET', KEYS[2], id) or ''
    end
    kept[#kept + 1] = { string.sub(id, 1, ARGV[2]), text, tostring(math.min(left, 600000)) }
  end
end
return { count, kept }`
