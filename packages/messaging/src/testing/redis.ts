import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { Redis } from 'ioredis'

/** The Redis of integration tests; several files share it, each under a prefix of its own. */
export function testRedisUrl(): string {
  const url = process.env.TEST_REDIS_URL
  if (!url) throw new Error('TEST_REDIS_URL is not set: npm test sets it; by hand, point it at a Redis ≥ 7.')
  return url
}

/** Loses all that a prefix holds, at one moment, as FLUSHALL would for a server of its own. */
export async function wipe(redisPrefix: string): Promise<void> {
  const redis = new Redis(testRedisUrl())
  const script = `for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('DEL', key) end`
  await redis.eval(script, 0, `${redisPrefix}:*`)
  redis.disconnect()
}

export interface RedisLine extends AsyncDisposable {
  readonly url: string
  /** The server is gone: every connection breaks and new ones are refused. */
  cut(): Promise<void>
  /** The server is there again, at the same address. */
  mend(): Promise<void>
}

/** A line to Redis that a test can cut without hurting the tests beside it. */
export async function openRedisLine(): Promise<RedisLine> {
  const target = new URL(testRedisUrl())
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 6379), target.hostname)
    for (const [from, to] of [[client, upstream] as const, [upstream, client] as const]) {
      sockets.add(from)
      from.on('error', () => undefined)
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.pipe(to)
    }
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await listen(0)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const cut = async () => {
    server.close()
    for (const socket of sockets) socket.destroy()
    await once(server, 'close')
  }
  return {
    url: Object.assign(new URL(target), { hostname: '127.0.0.1', port: String(port) }).href,
    cut,
    mend: () => listen(port),
    [Symbol.asyncDispose]: async () => {
      if (server.listening) await cut()
    },
  }
}
