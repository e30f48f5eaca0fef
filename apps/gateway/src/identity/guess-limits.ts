/**
 * BRUTE FORCE: how many passwords are checked at all. An account has five tries a quarter of an hour for everybody who is
 * not known to it, however many addresses they come from, so at most ten in any quarter of an hour. A known device has
 * as many for itself. An address has a hundred over all accounts. What is refused is never checked and costs nothing.
 *
 *     const tried = await limits.admit({ account, device, address })      throws rate_limited
 *     … check the password …
 *     await tried.succeeded()
 */

import { Failure } from '@switchyard/rpc/failure'
import type { commandClient } from '@switchyard/rpc/redis-clients'
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'

/** Who tries to sign in: all three are names that tell nobody anything. */
export interface Try {
  account: string
  /** The known device's name, or `null`. */
  device: string | null
  address: string
}

/** The connection to Redis that counts. */
export type CounterClient = ReturnType<typeof commandClient>

/** What {@link createGuessLimits} makes. */
export type GuessLimits = ReturnType<typeof createGuessLimits>

const windowS = 15 * 60
const hourS = 3_600

/** Counts in Redis over all gateways, and what this one has let in by itself too: that alone decides while Redis is out, however often it comes and goes. */
export function createGuessLimits({
  redis,
  redisPrefix,
  perAddress = 100,
  mailsPerAddress = 200,
}: {
  redis: CounterClient
  redisPrefix: string
  perAddress?: number
  mailsPerAddress?: number
}) {
  const counter = (name: string, points: number, duration: number) => {
    const options = { keyPrefix: `${redisPrefix}:guesses:${name}`, points, duration }
    return createCounter({
      here: new RateLimiterMemory(options),
      everywhere: new RateLimiterRedis({ ...options, storeClient: redis, rejectIfRedisNotReady: true }),
    })
  }
  const accounts = counter('account', 5, windowS)
  const devices = counter('device', 5, windowS)
  const addresses = counter('address', perAddress, windowS)
  const mailed = counter('mailed', 5, hourS)
  const mailing = counter('mailing', mailsPerAddress, hourS)

  return {
    /** Lets a password be checked, or throws `rate_limited`. */
    async admit({ account, device, address }: Try): Promise<{ succeeded(): Promise<void> }> {
      if (device !== null && (await devices.take(device)) === true) return { succeeded: () => devices.giveBack(device) }
      const ofAccount = await accounts.take(account)
      if (ofAccount !== true) throw tooMany(ofAccount)
      const ofAddress = await addresses.take(address)
      if (ofAddress === true) {
        return {
          succeeded: async () => void (await Promise.all([accounts.giveBack(account), addresses.giveBack(address)])),
        }
      }
      await accounts.giveBack(account)
      throw tooMany(ofAddress)
    },

    /** Lets a mail be sent that somebody unknown asks for, or throws `rate_limited`. */
    async admitMail({ account, address }: Omit<Try, 'device'>): Promise<void> {
      const toAccount = await mailed.take(account)
      if (toAccount !== true) throw tooManyMails(toAccount)
      const fromAddress = await mailing.take(address)
      if (fromAddress !== true) throw tooManyMails(fromAddress)
    },
  }
}

function createCounter({ here, everywhere }: { here: RateLimiterAbstract; everywhere: RateLimiterAbstract }) {
  return {
    /** Takes one; when none is left, tells how long until there is. */
    async take(key: string): Promise<true | number> {
      const own = await taken(here, key)
      if (own !== true) return own
      const all = await taken(everywhere, key).catch(() => true as const)
      if (all !== true) await here.reward(key)
      return all
    },
    async giveBack(key: string): Promise<void> {
      await Promise.all([here.reward(key), everywhere.reward(key).catch(() => undefined)])
    },
  }
}

async function taken(counter: RateLimiterAbstract, key: string): Promise<true | number> {
  try {
    await counter.consume(key)
    return true
  } catch (error) {
    if (error instanceof RateLimiterRes) return error.msBeforeNext
    throw error
  }
}

const tooMany = (retryAfterMs: number) =>
  new Failure('rate_limited', {
    detail: 'Too many tries to sign in. Wait a while, or set a new password by mail: that works at once.',
    retryAfterMs,
  })

const tooManyMails = (retryAfterMs: number) =>
  new Failure('rate_limited', { detail: 'We have sent enough mails for now. Look at the newest one.', retryAfterMs })
