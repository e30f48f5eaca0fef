import type { Principal } from '@switchyard/rpc/envelope'
import { isFailure } from '@switchyard/rpc/failure'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { networkOf } from './client-address.ts'
import { type Bucket, isAdmitted } from './gcra.ts'
import { keyIn } from './identity/api-keys.ts'
import { limitHeaders } from './limit-headers.ts'
import { type RateLimit, rateLimited } from './rate-limit.ts'

/** Costs a minute that callers may have; whoever shows an API key has what is written beside it. */
interface Limits {
  guest: number
  user: number
  address: number
  /** How many keys that are none may be shown at one address. */
  badKeys: number
}

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/**
 * Asks who is calling and then whether they have any of their limit left. Guests count for themselves and for their
 * address; a guest's own budget begins when its cookie has come back, so that whoever sends none gains nothing by it.
 * Partners count for their key alone. Keys that are wrong count for their address, by themselves. Throws
 * `rate_limited`, and what `identify` throws.
 */
export function limitRequests({
  identify,
  take,
  limits,
  costOf,
}: Pick<RateLimit, 'take'> & Charged & { identify: Hook }): Hook {
  const charge = async (buckets: readonly Bucket[], cost: number, reply: FastifyReply) => {
    const standings = await take(buckets, cost)
    reply.headers(limitHeaders(buckets, standings))
    if (!isAdmitted(standings)) throw rateLimited(standings)
  }
  return async (request, reply) => {
    try {
      await identify(request, reply)
    } catch (error) {
      if (!isFailure(error, 'unauthenticated')) throw error
      const { bucket, cost } = addressCharge(request, { limits, costOf })
      await charge([bucket], cost, reply)
      throw error
    }
    const { principal, quotaPerMinute, freshGuest } = request
    if (!principal) return
    const { id } = principal
    const cost = costOf(request)
    if (quotaPerMinute !== null) return await charge([{ name: 'key', id, perMinute: quotaPerMinute }], cost, reply)
    const own = freshGuest ? [] : [ownBucket(principal, limits)]
    await charge([...own, addressBucket(request, limits)], cost, reply)
  }
}

/**
 * Refuses what a limit of its address will refuse for certain, before anybody is asked whose session or key it shows: a flood
 * costs no look into the database. A key that was believed before is looked at whatever is shown beside it. Throws `rate_limited`.
 */
export function refuseFloods({
  refusal,
  wasBelieved,
  ...charged
}: Pick<RateLimit, 'refusal'> & Charged & { wasBelieved: (key: string | undefined) => boolean }) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const { bucket, cost } = addressCharge(request, charged)
    const standings = refusal([bucket], cost)
    if (!standings || wasBelieved(keyIn(request.headers.authorization))) return
    reply.headers(limitHeaders([bucket], standings))
    throw rateLimited(standings)
  }
}

/** Whether an address may have one more guest's cookie; what would be changed under a cookie that is never given is refused instead. */
export function limitNewGuests({ take, perMinute }: Pick<RateLimit, 'take'> & { perMinute: number }) {
  return async (request: FastifyRequest): Promise<boolean> => {
    const standings = await take([{ name: 'new-guests', id: networkOf(request.address), perMinute }], 1)
    if (isAdmitted(standings)) return true
    if (request.method === 'GET' || request.method === 'HEAD') return false
    throw rateLimited(standings)
  }
}

interface Charged {
  limits: Limits
  costOf: (request: FastifyRequest) => number
}

/** What counts for an address while nobody knows who asks: of a key the look that it costs, of anything else what it asks for. */
const addressCharge = (request: FastifyRequest, { limits, costOf }: Charged): { bucket: Bucket; cost: number } =>
  request.headers.authorization === undefined
    ? { bucket: addressBucket(request, limits), cost: costOf(request) }
    : { bucket: { name: 'bad-keys', id: networkOf(request.address), perMinute: limits.badKeys }, cost: 1 }

const addressBucket = ({ address }: FastifyRequest, limits: Limits): Bucket => ({
  ...{ name: 'address', id: networkOf(address), perMinute: limits.address },
})

const ownBucket = ({ kind, id }: Principal, { guest, user }: Limits): Bucket =>
  kind === 'guest' ? { name: 'guest', id, perMinute: guest } : { name: 'user', id, perMinute: user }
