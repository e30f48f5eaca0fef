import { randomUUID } from 'node:crypto'
import { percentile } from '../statistics.ts'
import { addressOf, callerFrom, type Heard } from './caller.ts'
import type { Finding } from './finding.ts'
import type { Ground } from './ground.ts'
import { rankTest } from './rank-test.ts'

/** As often as an account may be asked about before it is refused. */
const perAccount = 5
const asks = {
  'a wrong password': { path: '/api/v2/sessions', body: (email: string) => ({ email, password: 'not this one' }) },
  'a reset': { path: '/api/v2/password-resets', body: (email: string) => ({ email }) },
  'a sign-up': {
    path: '/api/v2/accounts',
    body: (email: string) => ({ name: 'Sieged', email, password: 'a long enough one' }),
  },
}
/** Less than this is chance in one campaign of a thousand. */
const pMin = 0.001

/**
 * Asks about addresses that have an account and that have none, in turns and one at a time, and compares all that a
 * stranger can see: status, words, names of headers and cookies, and the time that answers take. After five asks an address
 * is refused; that is compared as well, by its words.
 */
export async function telling(ground: Ground, { samples }: { samples: number }): Promise<Finding[]> {
  const found: Finding[] = []
  for (const [index, [what, { path, body }]] of Object.entries(asks).entries()) {
    const accounts = Math.ceil(samples / perAccount)
    const known = (await ground.openMembers(accounts)).map(({ email }) => email)
    const unknown = Array.from({ length: accounts }, () => `${randomUUID()}@siege.test`)
    const heard = { known: [] as Heard[], unknown: [] as Heard[] }
    const refused = { known: [] as Heard[], unknown: [] as Heard[] }
    for (let n = 0; n < accounts * (perAccount + 1); n++) {
      // Who comes first changes with each pair, so that neither side rides on what the other warmed.
      const sides = n % 2 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
      for (const side of sides) {
        const email = (side === 'known' ? known : unknown)[n % accounts] ?? ''
        const from = addressOf(20 + index, n)
        const answer = await callerFrom(from, { url: ground.gateway }).ask(path, { method: 'POST', body: body(email) })
        ;(n < accounts * perAccount ? heard : refused)[side].push(answer)
      }
    }
    found.push(findingOf(what, { heard, refused }))
  }
  return found
}

type BothSides = Record<'known' | 'unknown', readonly Heard[]>

function findingOf(what: string, { heard, refused }: { heard: BothSides; refused: BothSides }): Finding {
  const looks = [heard, refused].map((part) => [looksOf(part.known), looksOf(part.unknown)])
  const isSame = looks.every(([known, unknown]) => JSON.stringify(known) === JSON.stringify(unknown))
  const [known, unknown] = [heard.known, heard.unknown].map((answers) => answers.map(({ tookMs }) => tookMs))
  const { above, p } = rankTest(known ?? [], unknown ?? [])
  const [one, other] = [known ?? [], unknown ?? []].map((times) =>
    [0.5, 0.95].map((share) => percentile(times, share) ?? 0),
  )
  const ms = (value: number | undefined) => value?.toFixed(1)
  return {
    claim: `whether an address has an account: ${what}`,
    asked: `${known?.length} known, ${unknown?.length} unknown`,
    allowed: `the same words; p ≥ ${pMin}`,
    measured: `${isSame ? 'same words' : 'OTHER words'}; median ${ms(one?.[0])} and ${ms(other?.[0])} ms, p95 ${ms(one?.[1])} and ${ms(other?.[1])}; known above unknown ${(above * 100).toFixed(1)} %, p ${p.toFixed(3)}`,
    holds: isSame && p >= pMin,
    figures: { what, looks, known, unknown, above, p },
  }
}

/** Every kind of answer that was seen, without what changes from request to request. */
function looksOf(answers: readonly Heard[]): string[] {
  const looks = answers.map(({ status, text, headers }) => {
    const cookies = [headers['set-cookie'] ?? []].flat().map((line) => line.split('=')[0])
    const words = text.replace(/"requestId":"[^"]*"/, '').replace(/\d+ s\b|"retryAfterMs":\d+/g, '')
    return JSON.stringify([status, words, Object.keys(headers).sort(), cookies])
  })
  return [...new Set(looks)].sort()
}
