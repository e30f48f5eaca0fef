import { inParallel } from '../parallel.ts'
import { addressOf, callerFrom } from './caller.ts'
import { byStatus, type Finding } from './finding.ts'
import type { Ground, Member } from './ground.ts'

/** In any quarter of an hour, however many addresses and gateways. */
const checkedMax = 10
const places = 1_000
const atOnce = 8

/**
 * Guesses at the password of one account, from a thousand addresses over two gateways. Its owner signs in meanwhile and
 * afterwards from the browser that the shop knows, and from a new one by a mailed link.
 */
export async function guesses(ground: Ground, { count }: { count: number }): Promise<Finding[]> {
  const [first, second] = await ground.openMembers(2)
  if (!first || !second) throw new Error('there is nobody to guess at')
  const found = [await guessAt(first, { ground, count, block: 10, claim: 'guesses at the password of one account' })]
  await ground.redisDies()
  found.push(await guessAt(second, { ground, count, block: 11, claim: 'the same while Redis is dead' }))
  await ground.redisLives()
  return found
}

async function guessAt(
  { email, password }: Member,
  { ground, count, block, claim }: { ground: Ground; count: number; block: number; claim: string },
): Promise<Finding> {
  const signIn = (jar: Map<string, string> | undefined, tried: string, from: string) =>
    callerFrom(from, { url: ground.gateway, ...(jar ? { jar } : {}) })
      .ask('/api/v2/sessions', { method: 'POST', body: { email, password: tried } })
      .then(({ status }) => status)
  const known = new Map<string, string>()
  const owner = addressOf(12, block)
  const before = await signIn(known, password, owner)
  let during = 0
  const beganMs = performance.now()
  const guessOnce = async (n: number) => {
    if (n === Math.trunc(count / 2)) during = await signIn(known, password, owner)
    return await signIn(undefined, `guess ${n}`, addressOf(block, n % places))
  }
  const statuses = await inParallel([...Array(count).keys()], guessOnce, { width: atOnce })
  const seconds = (performance.now() - beganMs) / 1_000
  const after = await signIn(known, password, owner)
  const byMail = await resetByMail(ground, { email, from: addressOf(13, block) })
  const counted = byStatus(statuses)
  const { 401: answered = 0, 429: refused = 0, 503: shed = 0, 0: unanswered = 0 } = counted
  // What nobody answered may have been checked; what a door that was too busy turned away was not.
  const checked = answered + unanswered
  const ownerIn = [before, during, after, byMail].every((status) => status === 201)
  const others = count - checked - refused - shed
  return {
    ...{ claim, asked: `${count} in ${seconds.toFixed(0)} s`, allowed: `≤ ${checkedMax} checked; the owner gets in` },
    measured: `${checked} checked, ${refused} refused, ${shed} turned away at a busy door, ${others} other; owner ${ownerIn ? 'in' : 'out'} by device and by mail`,
    holds: checked > 0 && checked <= checkedMax && others === 0 && ownerIn,
    figures: { count, seconds, statuses: counted, owner: { before, during, after, byMail } },
  }
}

/** Whoever reads the owner's mail gets in from a browser that the shop has never seen. */
async function resetByMail(ground: Ground, { email, from }: { email: string; from: string }): Promise<number> {
  const browser = callerFrom(from, { url: ground.gateway, jar: new Map() })
  await browser.ask('/api/v2/password-resets', { method: 'POST', body: { email } })
  let token: string | undefined
  for (const untilMs = performance.now() + 20_000; token === undefined && performance.now() < untilMs; ) {
    const mails = await ground.mailTo(email)
    token = mails.map(({ text }) => /token=(\S+)/.exec(text)?.[1]).find((found) => found !== undefined)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const password = 'a new long password'
  await browser.ask('/api/v2/password-resets/complete', {
    method: 'POST',
    body: { token: token ?? 'none came', password },
  })
  return (await browser.ask('/api/v2/sessions', { method: 'POST', body: { email, password } })).status
}
