import { envelopeHeader, writeEnvelopes } from '@switchyard/rpc/call-headers'
import { loadIdentity } from '@switchyard/rpc/tokens'
import type { Clock } from '@switchyard/runtime/clock'
import type { Instance } from './control.ts'
import { ask, told } from './http.ts'
import type { Findings } from './strike.ts'

/** Tokens for one service: the right one, and each way of being wrong. */
export interface Tokens {
  readonly right: string
  readonly wrong: Readonly<Record<string, string>>
}

/** Makes tokens with a shop's own keys: forged, unsigned, expired, for somebody else, and of a caller who may not call. */
export async function badTokens({ service, secretsDir, clock }: BadTokensOptions): Promise<Tokens> {
  const principal = { kind: 'service', id: 'gateway' } as const
  const gateway = await loadIdentity({ service: 'gateway', secretsDir, clock })
  const late = await loadIdentity({
    service: 'gateway',
    secretsDir,
    clock: { ...clock, now: () => clock.now() - longAgoMs },
  })
  const itself = await loadIdentity({ service, secretsDir, clock })
  const right = await gateway.tokenFor(service, principal)
  const [head = '', claims = '', signature = ''] = right.split('.')
  return {
    right,
    wrong: {
      forged: [head, altered(claims), signature].join('.'),
      unsigned: [base64url({ alg: 'none', typ: 'JWT' }), claims, ''].join('.'),
      expired: await late.tokenFor(service, principal),
      'for somebody else': await gateway.tokenFor(service === 'orders' ? 'inventory' : 'orders', principal),
      'of a caller who may not call': await itself.tokenFor(service, { kind: 'service', id: service }),
      none: '-',
    },
  }
}

interface BadTokensOptions {
  readonly service: string
  readonly secretsDir: string
  readonly clock: Clock
}

/** Offers them to one instance, each a few times. Throws when even the right one is refused: the others prove nothing then. */
export async function offerTokens({ right, wrong }: Tokens, instance: Instance): Promise<Findings> {
  const answer = await offer(right, instance)
  if (answer.status !== 200) throw new Error(`${instance.id} refuses a good token: ${told(answer)}`)
  const answers = []
  for (let time = 0; time < timesEach; time += 1) {
    for (const token of Object.values(wrong)) answers.push(await offer(token, instance))
  }
  const refused = answers.filter(({ status }) => status === 401 || status === 403)
  return { badTokens: answers.length, badTokensLetIn: answers.length - refused.length }
}

const timesEach = 10
const longAgoMs = 600_000

function offer(token: string, { service, port }: Instance) {
  const [operation, body] =
    service === 'orders' ? (['list', { limit: 1 }] as const) : (['quote', { skus: [] }] as const)
  const envelope = { id: crypto.randomUUID(), token, ms: 2_000, traceparent: noTrace }
  return ask(`http://127.0.0.1:${port}/rpc/${operation}`, {
    method: 'POST',
    headers: { [envelopeHeader]: writeEnvelopes([envelope]) },
    body,
  })
}

const noTrace = '00-00000000000000000000000000000000-0000000000000000-00'

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The same claims, of somebody more important. */
function altered(claims: string): string {
  const read = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>
  return base64url({ ...read, sub: 'admin', kind: 'admin' })
}
