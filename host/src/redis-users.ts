import { createHash } from 'node:crypto'
import { inventory } from '@switchyard/contracts/inventory'
import { orders } from '@switchyard/contracts/orders'
import { subscribers } from '@switchyard/contracts/subscribers'
import { edges } from './topology.ts'

/** The services that use Redis, each as a user of its own. */
export const redisUserNames = ['gateway', 'orders', 'inventory'] as const

export type RedisUserName = (typeof redisUserNames)[number]

/** A user of a Redis that the host starts. */
export interface RedisUser {
  readonly name: RedisUserName
  readonly password: string
  /** What it may do, in the words of `ACL SETUSER`. */
  readonly rules: readonly string[]
}

/**
 * Every service's user, with the rights that its part of the architecture takes and no other: it reads the registry and
 * writes under its own name there alone, it reaches the queues that it takes from or, by the topology's edges, sends to,
 * it gives or hears hints, and the gateway counts callers and tries to sign in, and keeps copies of answers. None of them can empty, list, watch or configure the server.
 */
export function redisUsers(prefix: string, passwordOf: (name: RedisUserName) => string): readonly RedisUser[] {
  return redisUserNames.map((name) => ({ name, password: passwordOf(name), rules: rulesOf(name, prefix) }))
}

/** The users as lines of `redis.conf`, which hold after every restart and wipe; passwords are in it as hashes alone. */
export function aclLines(users: readonly RedisUser[]): string {
  return users
    .map(({ name, password, rules }) => {
      const hash = createHash('sha256').update(password).digest('hex')
      return `user ${name} reset on #${hash} ${rules.join(' ')}\n`
    })
    .join('')
}

function rulesOf(name: RedisUserName, prefix: string): string[] {
  const registry = `${prefix}:registry`
  const queues = queuesOf(name)
  const hasHints = edges.some(({ by, from, to }) => by === 'hint' && (from === name || to === name))
  const registers = name !== 'gateway'
  return [
    ...allow(connection),
    ...othersClients,
    ...allow(readsRegistry),
    `%R~${registry}:*`,
    `&${registry}:*`,
    ...(registers ? [...allow(writesRegistry), `~${registry}:${name}`, `~${registry}:${name}:said`] : []),
    ...(queues.length > 0 ? [...allow(usesQueues), ...queues.map((queue) => `~${prefix}:queue:${queue}:*`)] : []),
    ...(name === 'gateway' ? [...allow(countsCallers), `~${prefix}:limit:*`] : []),
    ...(name === 'gateway' ? [...allow(counts), `~${prefix}:guesses:*`] : []),
    ...(name === 'gateway' ? [...allow(keepsCopies), `~${prefix}:cache:*`] : []),
    ...(hasHints ? [`&${prefix}:hints`] : []),
  ]
}

/** The queues that a service takes from, and those that its commands, events and acknowledgements go to. */
function queuesOf(name: RedisUserName): string[] {
  const contracts = { orders, inventory }
  if (name === 'gateway') return []
  const sendsTo = edges.flatMap(({ by, from, to }) =>
    by === 'command' && from === name && (to === 'orders' || to === 'inventory')
      ? Object.values(contracts[to].commands).map((command) => command.name)
      : [],
  )
  const hears = Object.entries(subscribers).flatMap(([queue, events]) =>
    queue.startsWith(`${name}.`) || events.some((event) => event.name.startsWith(`${name}.`)) ? [queue] : [],
  )
  const own = Object.values(contracts[name].commands).map((command) => command.name)
  const senders = edges.flatMap(({ by, from, to }) =>
    to === name && (by === 'command' || by === 'event') ? [from] : [],
  )
  const acknowledgements = [name, ...senders].map((sender) => `${sender}.acknowledgements`)
  return [...new Set([...own, ...sendsTo, ...hears, ...acknowledgements])]
}

const allow = (commands: string): string[] => commands.split(' ').map((command) => `+${command}`)

const connection = 'hello ping info client'
/** What the gateway counts callers with. */
const countsCallers = 'eval evalsha time get set'
/** Taken from `client`, of which newer servers know more that clients use; named one by one it would not load on older ones. */
const othersClients = ['kill', 'list', 'pause', 'unpause', 'no-evict', 'unblock'].map((name) => `-client|${name}`)
const readsRegistry = 'subscribe unsubscribe eval_ro time zcard zrandmember hstrlen hget'
const writesRegistry = 'eval type del zscore zadd hset zrangebyscore zrem hdel pexpire publish'
/** What counting tries to sign in takes. */
const counts = 'eval evalsha set incrby pttl expire'
/** What copies of answers take. */
const keepsCopies = 'eval evalsha time get set del exists incr pexpire pttl zadd zcard zpopmin zremrangebyscore'
/** What BullMQ's scripts and its blocking read use. */
const usesQueues = [
  'eval evalsha time type del unlink exists rename persist expire pexpire pexpireat pttl',
  'get set incr incrby hdel hexists hget hgetall hincrby hlen hmget hmset hset mget',
  'lindex llen lpop lpos lpush lrange lrem lset ltrim rpop rpoplpush rpush sadd scard sismember smembers srem',
  'bzpopmin zadd zcard zcount zpopmin zrange zrangebylex zrangebyscore zrem zremrangebyrank zremrangebyscore',
  'zrevrange zrevrangebyscore zscore xadd xlen xtrim',
].join(' ')
