import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Redis } from 'ioredis'
import { badTokens, offerTokens } from './bad-tokens.ts'
import { rogueRegistrations } from './rogue-registrations.ts'
import type { Scene, Strike } from './strike.ts'

/** What somebody has who reached our network and our Redis, and what it takes to be nearly right. */
export interface Trap {
  readonly redisUrl: string
  /** Of the shop's keys in Redis. */
  readonly redisPrefix: string
  /** Of the campaign's own shop. */
  readonly secretsDir: string
}

/**
 * A stranger registers a server of his own, as a new instance and in the name of one that is there, again and again, and
 * sends bad tokens straight to that instance. Counts who came to him and who was let in.
 */
export const sendRogue: Strike = async (scene) => {
  const { ground, target, clock } = scene
  const { trap } = ground
  if (trap === undefined) throw new Error('nobody knows where a stranger may try')
  await using opened = new AsyncDisposableStack()
  const rogue = await listen(opened)
  const redis = new Redis(trap.redisUrl, { maxRetriesPerRequest: 1 }).on('error', () => {})
  opened.defer(() => redis.disconnect())
  const registering = await keepRegistering({ scene, redis, trap, address: rogue.address })
  opened.defer(() => registering.stop())
  const offered = await offerTokens(await badTokens({ ...trap, service: target.service, clock }), target)
  const staying = opened.move()
  return {
    heal: () => staying.disposeAsync(),
    findings: () => ({ rogueRequests: rogue.requests(), ...offered }),
  }
}

/** A server that answers everybody as if it were well, and counts them. */
async function listen(opened: AsyncDisposableStack) {
  let requests = 0
  const server: Server = createServer((_, response) => {
    requests += 1
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"alive"}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  opened.defer(() => {
    server.close()
    server.closeAllConnections()
  })
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, requests: () => requests }
}

interface Registering {
  readonly scene: Scene
  readonly redis: Redis
  readonly trap: Trap
  readonly address: string
}

/** Says it again and again, as an instance does; takes all of it back when it stops. */
async function keepRegistering({ scene, redis, trap, address }: Registering) {
  const { target, clock } = scene
  const key = `${trap.redisPrefix}:registry:${target.service}`
  const said = Object.entries(await redis.hgetall(`${key}:said`))
  const genuine = said.find(([id]) => id.startsWith(`${target.id}@`))?.[1]
  const { id: instanceId, service } = target
  const entries = await rogueRegistrations({ ...trap, service, instanceId, genuine, address, clock })
  const leaving = new AbortController()
  const beat = async () => {
    for (const [id, text] of Object.entries(entries)) {
      await redis.zadd(key, Math.round(clock.now()) + leaseMs, id)
      await redis.hset(`${key}:said`, id, text)
    }
    await redis.publish(key, 'changed')
  }
  const keep = async () => {
    while (!leaving.signal.aborted) {
      await beat().catch(() => {})
      await clock.sleep(everyMs, leaving.signal)
    }
  }
  await beat()
  const keeping = keep()
  return {
    async stop() {
      leaving.abort()
      await keeping
      await redis.zrem(key, ...Object.keys(entries))
      await redis.hdel(`${key}:said`, ...Object.keys(entries))
    },
  }
}

const leaseMs = 5_000
const everyMs = 500
