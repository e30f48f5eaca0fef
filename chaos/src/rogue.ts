import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Redis } from 'ioredis'
import { badTokens, offerTokens } from './bad-tokens.ts'
import type { Scene, Strike } from './strike.ts'

/** What somebody has who reached our network and our Redis, and none of our keys. */
export interface Trap {
  readonly redisUrl: string
  /** Of the shop's keys in Redis. */
  readonly redisPrefix: string
  /** Of the campaign's own shop, to make tokens that are nearly right. */
  readonly secretsDir: string
}

/**
 * A stranger registers a server of his own, as a new instance and in the place of one that is there, again and again, and
 * sends bad tokens straight to an instance. Counts who came to him and who was let in.
 */
export const sendRogue: Strike = async (scene) => {
  const { ground, target, clock } = scene
  if (ground.trap === undefined) throw new Error('nobody knows where a stranger may try')
  const redis = new Redis(ground.trap.redisUrl, { maxRetriesPerRequest: 1 })
  redis.on('error', () => {})
  let requests = 0
  const server = createServer((_, response) => {
    requests += 1
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"alive","result":{"data":[]}}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const leaving = new AbortController()
  const entries = entriesFor(scene, (server.address() as AddressInfo).port)
  const key = `${ground.trap.redisPrefix}:registry:${target.service}`
  const register = async () => {
    while (!leaving.signal.aborted) {
      for (const entry of entries) await redis.zadd(key, clock.now() + leaseMs, entry)
      await redis.publish(key, 'joined')
      await clock.sleep(everyMs, leaving.signal)
    }
  }
  const registering = register()
  const offered = await offerTokens(await badTokens({ ...ground.trap, service: target.service, clock }), target)
  return {
    heal: async () => {
      leaving.abort()
      await registering
      await redis.zrem(key, ...entries)
      redis.disconnect()
      server.closeAllConnections()
      server.close()
    },
    findings: () => ({ rogueRequests: requests, ...offered }),
  }
}

/** Just as an instance describes itself, but for the proof that it is one. */
function entriesFor({ target: { id, service, port }, clock }: Scene, roguePort: number): string[] {
  const entry = { service, version: '99.0.0', zone: 'local', weight: 100, startedAtMs: clock.now(), ttlMs: leaseMs }
  const address = `127.0.0.1:${roguePort}`
  return [`${service}-rogue`, id].map((instanceId) => JSON.stringify({ ...entry, instanceId, address, was: port }))
}

const leaseMs = 5_000
const everyMs = 500
