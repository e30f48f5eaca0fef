/**
 * RATE LIMIT: how much each caller may ask of the shop in a minute, over all gateways together. Callers who keep to it
 * notice nothing of those who do not.
 *
 *     const { take } = createRateLimit({ shared: redisBuckets({ redis, prefix }), clock, log })
 *     const standings = await take([{ name: 'guest', id, perMinute: 300 }], 2)
 *     if (!isAdmitted(standings)) throw rateLimited(standings)
 *
 * Each gateway also knows how every bucket stood when Redis last spoke of it. While Redis is away, or answers late, it goes on
 * from there by itself, and pays for that when Redis is back: at most as many limits as there are gateways are admitted, however
 * often it comes and goes, hardly more than one when it is only late now and then, and nobody is refused because of it.
 */
import { Failure } from '@switchyard/rpc/failure'
import { RecentMap } from '@switchyard/rpc/recent-map'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { type Bucket, type Buckets, isAdmitted, type Standing } from './gcra.ts'
import { memoryBuckets } from './memory-buckets.ts'
import { owedCharges } from './owed-charges.ts'

/** The limiter of one gateway. */
export interface RateLimit {
  /** Decides on a request that costs so much; every bucket is charged, or none. Never rejects. */
  take(buckets: readonly Bucket[], cost: number): Promise<Standing[]>
  /** The refusal that a request of that cost would get for certain, found without asking anybody; undefined: it has to be asked. */
  refusal(buckets: readonly Bucket[], cost: number): Standing[] | undefined
}

/** An answer that is later than this is not waited for. */
const answerMsMax = 50
/** Redis is left alone for so long after it has not answered. */
const restMs = 1_000
const refusalsMax = 10_000

/** Counts with the buckets that all gateways share, and for itself. */
export function createRateLimit({ shared, clock, log }: { shared: Buckets; clock: Clock; log: Log }): RateLimit {
  const local = memoryBuckets({ clock })
  const refusals = createRefusals(clock)
  const owed = owedCharges({ shared, clock })
  let restUntilMs = 0
  const alone = async (buckets: readonly Bucket[], cost: number) => {
    const standings = await local.take(buckets, cost)
    if (isAdmitted(standings)) owed.add(buckets, cost)
    refusals.keep(standings, cost)
    return standings
  }
  const take: RateLimit['take'] = async (buckets, cost) => {
    const refused = refusals.of(buckets, cost)
    if (refused) return refused
    const askedMs = clock.now()
    if (askedMs < restUntilMs) return alone(buckets, cost)
    try {
      const standings = await inTime(shared.take(buckets, cost), clock)
      owed.pay()
      refusals.keep(standings, cost)
      // What this gateway has let in by itself while Redis did not answer, Redis does not know of yet.
      const own = isAdmitted(standings) ? await local.take(buckets, cost) : standings
      local.learn(standings, askedMs)
      return isAdmitted(own) ? standings : own
    } catch (error) {
      if (clock.now() >= restUntilMs) log.warn({ err: error }, 'callers are counted by this gateway alone')
      restUntilMs = clock.now() + restMs
      return alone(buckets, cost)
    }
  }
  return { take, refusal: refusals.of }
}

/** What a refused caller is told. */
export function rateLimited(standings: readonly Standing[]): Failure {
  const waitMs = Math.max(...standings.map((standing) => standing.waitMs))
  const seconds = Math.ceil(waitMs / 1_000)
  const detail = `That was more than we take from one caller in a minute. Come back in ${seconds} s.`
  return new Failure('rate_limited', { detail, retryAfterMs: waitMs })
}

/** Nobody who was told to wait can be admitted before that, so a flood is refused without asking Redis each time. */
function createRefusals(clock: Pick<Clock, 'now'>) {
  const refusals = new RecentMap<{ cost: number; untilMs: number; standing: Standing }>(refusalsMax)
  const keyOf = ({ name, id }: Bucket) => `${name}:${id}`
  return {
    of(buckets: readonly Bucket[], cost: number): Standing[] | undefined {
      const found = buckets.flatMap((bucket) => refusals.get(keyOf(bucket)) ?? [])
      const now = clock.now()
      const still = found.filter((refusal) => refusal.untilMs > now && refusal.cost <= cost)
      if (still.length === 0) return undefined
      return still.map(({ standing, untilMs }) => ({ ...standing, waitMs: untilMs - now }))
    },
    keep(standings: readonly Standing[], cost: number) {
      if (isAdmitted(standings)) return
      for (const standing of standings) {
        const { bucket, waitMs } = standing
        if (waitMs > 0) refusals.set(keyOf(bucket), { cost, untilMs: clock.now() + waitMs, standing })
      }
    },
  }
}

/** Rejects when the answer is not there in time. A process that was held up itself first reads what came meanwhile. */
function inTime<Answer>(answer: Promise<Answer>, clock: Clock): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const isLate = () => reject(new Error(`no answer within ${answerMsMax} ms`))
    const cancel = clock.after(answerMsMax, () => setImmediate(isLate))
    answer.then(resolve, reject).finally(cancel)
  })
}
