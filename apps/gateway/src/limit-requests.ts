import type { Principal } from '@switchyard/rpc/envelope'
import { isFailure } from '@switchyard/rpc/failure'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { networkOf } from './client-address.ts'
import { type Bucket, isAdmitted } from './gcra.ts'
import { limitHeaders } from './limit-headers.ts'
import { type RateLimit, rateLimited } from './rate-limit.ts'

/** Costs a minute that callers may have; whoever shows an API key has what is written beside it. */
export interface Limits {
  guest: number
  user: number
  address: number
}

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/**
 * Asks who is calling and then whether they have any of their limit left. Guests count for themselves and for their
 * address; a guest's own budget begins when its cookie has come back, so that whoever sends none gains nothing by it.
 * Partners count for their key alone. Credentials that are wrong count for the address. Throws `rate_limited`, and what
 * `identify` throws.
 */
export function limitRequests({
  identify,
  take,
  limits,
  costOf,
}: Pick<RateLimit, 'take'> & {
  identify: Hook
  limits: Limits
  costOf: (request: FastifyRequest) => number
}): Hook {
  const addressOf = (request: FastifyRequest) => addressBucket(request, limits)
  const charge = async (buckets: readonly Bucket[], request: FastifyRequest, reply: FastifyReply) => {
    const standings = await take(buckets, costOf(request))
    reply.headers(limitHeaders(buckets, standings))
    if (!isAdmitted(standings)) throw rateLimited(standings)
  }
  return async (request, reply) => {
    try {
      await identify(request, reply)
    } catch (error) {
      if (isFailure(error, 'unauthenticated')) await charge([addressOf(request)], request, reply)
      throw error
    }
    const { principal, quotaPerMinute, freshGuest } = request
    if (!principal) return
    const { id } = principal
    if (quotaPerMinute !== null) return await charge([{ name: 'key', id, perMinute: quotaPerMinute }], request, reply)
    const own = freshGuest ? [] : [ownBucket(principal, limits)]
    await charge([...own, addressOf(request)], request, reply)
  }
}

/**
 * Refuses what the limit of its address will refuse for certain, before anybody is asked whose session it shows: a flood
 * costs no look into the database. Keys have limits of their own. Throws `rate_limited`.
 */
export function refuseFloods({
  refusal,
  limits,
  costOf,
}: Pick<RateLimit, 'refusal'> & { limits: Limits; costOf: (request: FastifyRequest) => number }) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    if (request.headers.authorization !== undefined) return
    const buckets = [addressBucket(request, limits)]
    const standings = refusal(buckets, costOf(request))
    if (!standings) return
    reply.headers(limitHeaders(buckets, standings))
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

const addressBucket = ({ address }: FastifyRequest, limits: Limits): Bucket => ({
  ...{ name: 'address', id: networkOf(address), perMinute: limits.address },
})

const ownBucket = ({ kind, id }: Principal, { guest, user }: Limits): Bucket =>
  kind === 'guest' ? { name: 'guest', id, perMinute: guest } : { name: 'user', id, perMinute: user }
