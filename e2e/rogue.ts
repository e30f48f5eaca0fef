import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import type { RunningShop } from './stack.ts'

/** How an intruder tries to be believed: says who it is, signs it with a key of its own, or has stolen a service's. */
type Forgery = 'unsigned' | 'signed by nobody' | 'signed by inventory' | 'signed by orders'

/** An intruder with a place in the registry, waiting for calls; disposing it closes its door and takes its entries back. */
export interface Rogue extends AsyncDisposable {
  /** Where it listens. */
  readonly address: string
  /** Connections that anybody has opened to it. */
  readonly visits: () => number
  /** Registers as an instance of orders, and again with each call: a beat. */
  pretends(instanceId: string, forgery: Forgery): Promise<void>
}

const leaseMs = 60_000

/** Listens as a service would, and writes to the registry as whoever got hold of Redis could. */
export async function openRogue({ redisAdminUrl, dataDir }: RunningShop): Promise<Rogue> {
  let visits = 0
  const door = createServer((socket) => {
    visits += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  const address = `127.0.0.1:${(door.address() as AddressInfo).port}`
  const redis = new Redis(redisAdminUrl)
  const [leases = ''] = await redis.keys('*:registry:orders')
  const written = new Set<string>()
  return {
    address,
    visits: () => visits,
    pretends: async (instanceId, forgery) => {
      const startedAtMs = Date.now()
      const id = `${instanceId}@${startedAtMs}`
      const claims = { sub: instanceId, address, version: '9.9.9', zone: 'local', weight: 100, startedAtMs }
      written.add(id)
      await redis
        .multi()
        .hset(`${leases}:said`, id, textOf({ ...claims, ttlMs: leaseMs, leaves: false }, { forgery, dataDir }))
        .zadd(leases, startedAtMs + leaseMs, id)
        .publish(leases, 'changed')
        .exec()
    },
    [Symbol.asyncDispose]: async () => {
      if (written.size > 0)
        await redis
          .multi()
          .zrem(leases, ...written)
          .hdel(`${leases}:said`, ...written)
          .exec()
      redis.disconnect()
      await new Promise((resolve) => door.close(resolve))
    },
  }
}

/** The text of a registration, as right as the forger could make it. */
function textOf(claims: object, { forgery, dataDir }: { forgery: Forgery; dataDir: string }): string {
  if (forgery === 'unsigned') return JSON.stringify(claims)
  const service = forgery === 'signed by inventory' ? 'inventory' : 'orders'
  const { kid, ...stolen } = JSON.parse(readFileSync(join(dataDir, `secrets/keys/${service}.private.jwk`), 'utf8'))
  const ownKey = generateKeyPairSync('ed25519').privateKey
  const key = forgery === 'signed by nobody' ? ownKey : createPrivateKey({ key: stolen, format: 'jwk' })
  const nowS = Math.floor(Date.now() / 1_000)
  const said = { ...claims, iss: service, aud: 'registry', iat: nowS, exp: nowS + 30 }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ alg: 'EdDSA', kid, typ: 'registration+jwt' })}.${part(said)}`
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`
}
