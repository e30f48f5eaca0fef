import type { Clock } from '@switchyard/runtime/clock'
import { addressOf, callerFrom } from './caller.ts'
import { byStatus, type Finding } from './finding.ts'
import type { Ground } from './ground.ts'

/** What an address may ask in a minute where nothing else is said. */
const limit = 1_200
const minuteMs = 60_000
const path = '/api/v2/stock/contour-no-2-a2'

/**
 * Ten times the limit of an address in a minute, through the ingress and over two gateways, evenly and in an open loop; each
 * request claims to be another's by every header that proxies use. Each flood comes from an address that is new to the shop.
 */
export async function flood(ground: Ground, { clock }: { clock: Clock }): Promise<Finding[]> {
  const together = await floodOnce(ground, { from: addressOf(9, 1), clock })
  await ground.redisDies()
  const apart = await floodOnce(ground, { from: addressOf(9, 2), clock })
  await ground.redisLives()
  return [
    findingOf(together, { claim: 'a flood from one address that claims to be thousands', allowedOf: limit }),
    findingOf(apart, { claim: 'the same while Redis is dead', allowedOf: limit * ground.gateways.length }),
  ]
}

async function floodOnce({ gateway }: Ground, { from, clock }: { from: string; clock: Clock }) {
  const caller = callerFrom(from, { url: gateway })
  const requests = 10 * limit
  const beganMs = clock.now()
  const answers: Promise<number>[] = []
  while (answers.length < requests) {
    const due = Math.min(requests, Math.ceil(((clock.now() - beganMs) / minuteMs) * requests))
    while (answers.length < due) {
      const claimed = addressOf(200, answers.length)
      const headers = {
        'x-forwarded-for': claimed,
        forwarded: `for=${claimed}`,
        'x-real-ip': claimed,
        'true-client-ip': claimed,
        'x-visitor': claimed,
      }
      answers.push(caller.ask(path, { headers }).then(({ status }) => status))
    }
    await clock.sleep(5)
  }
  const statuses = await Promise.all(answers)
  return { requests, seconds: (clock.now() - beganMs) / 1_000, statuses: byStatus(statuses) }
}

function findingOf(
  { requests, seconds, statuses }: Awaited<ReturnType<typeof floodOnce>>,
  { claim, allowedOf }: { claim: string; allowedOf: number },
): Finding {
  const { 429: refused = 0, 503: shed = 0, 0: unanswered = 0 } = statuses
  // What nobody answered may have been admitted; what a door that was too busy turned away was not.
  const admitted = requests - refused - shed
  const most = Math.floor(allowedOf * 1.01)
  return {
    ...{
      claim,
      asked: `${requests} in ${seconds.toFixed(0)} s`,
      allowed: `≤ ${most}`,
      measured: `${admitted} admitted (${unanswered} of them without an answer), ${refused} refused, ${shed} turned away at a busy door`,
    },
    holds: admitted <= most && (statuses[200] ?? 0) > limit * 0.9,
    figures: { requests, seconds, statuses, admitted, limit },
  }
}
