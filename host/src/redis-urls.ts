import type { Engine } from './engine.ts'
import { type RedisUserName, redisUserNames } from './redis-users.ts'

/** Where Redis is for each service that uses it, with its own user's name and password; never log them. */
export type RedisUrls = Readonly<Record<RedisUserName, string>>

/**
 * Each service's way into Redis. One that was brought is taken as it is, and a stand-in knows a single user, so there
 * all of them share one URL.
 */
export function redisUrls(redis: Engine, passwordOf: (name: RedisUserName) => string): RedisUrls {
  const hasUsers = redis.flavour === 'own' || redis.flavour === 'package'
  const urlOf = (name: RedisUserName) => {
    if (!hasUsers) return redis.url
    const password = encodeURIComponent(passwordOf(name))
    return `redis://${name}:${password}@127.0.0.1:${redis.port}`
  }
  const [gateway, orders, inventory] = redisUserNames
  return { [gateway]: urlOf(gateway), [orders]: urlOf(orders), [inventory]: urlOf(inventory) }
}
