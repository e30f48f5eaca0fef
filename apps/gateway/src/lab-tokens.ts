import { generateKeyPairSync, sign } from 'node:crypto'
import { isFailureCode } from '@switchyard/contracts/failure'
import type { TokenTrial, TriedToken } from '@switchyard/contracts/lab-trust'
import type { storefront } from '@switchyard/contracts/storefront'
import { envelopeHeader, writeEnvelopes } from '@switchyard/rpc/call-headers'
import type { Registry } from '@switchyard/rpc/discovery'
import type { CallContext, Principal } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { Handlers } from '@switchyard/rpc/implement'
import type { MutualTls } from '@switchyard/rpc/mutual-tls'
import { originOf } from '@switchyard/rpc/origin'
import type { Identity } from '@switchyard/rpc/tokens'
import type { Clock } from '@switchyard/runtime/clock'
import { Agent, request } from 'undici'
import { z } from 'zod'

/** What {@link tryToken} works with. */
export interface TokenTrialOptions {
  registry: Pick<Registry, 'leases'>
  identity: Identity
  tls?: MutualTls | undefined
  elapsedMs: () => number
  clock: Clock
}

const audience = 'inventory'
const answerMsMax = 5_000

/**
 * Calls an instance of inventory straight, past every pattern around a call, with a token of this visitor's: as the
 * gateway signs it, or as somebody would bring it who may not call. What is wrong with it is really wrong with it.
 */
export function tryToken({
  registry,
  identity,
  tls,
  elapsedMs,
  clock,
}: TokenTrialOptions): Handlers<typeof storefront.lab>['tryToken'] {
  const dispatcher = tls && new Agent({ connect: tls.connectTo(audience) })
  return async ({ input: { trial }, ctx }) => {
    const [instance] = await registry.leases(audience).catch(() => [])
    if (!instance) throw new Failure('unavailable', { detail: 'No instance of inventory is known right now.' })
    const token = await tokenOf(trial, { principal: ctx.envelope.principal, identity })
    const { name, input } = trial === 'beyond' ? staffOnly : forAnybody
    const began = elapsedMs()
    const reply = await request(`${originOf(instance.address)}/rpc/${name}`, {
      ...(dispatcher && { dispatcher }),
      method: 'POST',
      headers: { 'content-type': 'application/json', [envelopeHeader]: envelopeWith(token, { ctx, clock }) },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(answerMsMax),
    }).catch((cause: unknown) => {
      throw new Failure('unavailable', { detail: `${instance.instanceId} did not answer.` }, { cause })
    })
    const refusal = Refusal.safeParse(await reply.body.json()).data?.error.data
    return {
      trial,
      token: token === '' ? null : saidBy(token),
      answer: {
        instanceId: instance.instanceId,
        operation: `${audience}.${name}`,
        status: reply.statusCode,
        ms: elapsedMs() - began,
        code: refusal && isFailureCode(refusal.code) ? refusal.code : null,
        refused: refusal ? (refusal.service ? 'caller' : 'person') : null,
      },
    }
  }
}

const forAnybody = { name: 'stockBySku', input: { sku: 'contour-no-2-a2' } }
const staffOnly = { name: 'deadLetters', input: {} }
const Refusal = z.object({
  error: z.object({ data: z.object({ code: z.string(), service: z.literal('refused').optional() }) }),
})

const envelopeWith = (token: string, { ctx, clock }: { ctx: CallContext; clock: Clock }) =>
  writeEnvelopes([
    {
      ...{ id: ctx.envelope.callId, token, traceparent: ctx.envelope.traceparent },
      ms: Math.min(answerMsMax, ctx.envelope.deadlineAtMs - clock.now()),
    },
  ])

async function tokenOf(
  trial: TokenTrial,
  { principal, identity }: { principal: Principal; identity: Identity },
): Promise<string> {
  const claims = { sub: principal.id, kind: principal.kind }
  if (trial === 'none') return ''
  if (trial === 'expired') return await identity.sign(claims, { typ: 'call+jwt', audience, lifeS: -60 })
  if (trial === 'for-another') return await identity.tokenFor('orders', principal)
  if (trial === 'registration') return await identity.sign(claims, { typ: 'registration+jwt', audience, lifeS: 60 })
  const good = await identity.tokenFor(audience, principal)
  if (trial === 'made-admin') return madeAdmin(good)
  return trial === 'forged' ? forged(good) : good
}

/** Says another kind of person, under the signature that was made for the one before. */
function madeAdmin(token: string): string {
  const [header, claims = '', signature] = token.split('.')
  return [header, written({ ...read(claims), kind: 'admin' }), signature].join('.')
}

/** Word for word what the gateway says, under its key's name, signed by a key that nobody has published. */
function forged(token: string): string {
  const text = token.slice(0, token.lastIndexOf('.'))
  const { privateKey } = generateKeyPairSync('ed25519')
  return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`
}

/** What anybody can read who holds a token; its last part, the signature, is left out. */
function saidBy(token: string): TriedToken['token'] {
  const [header = '', claims = ''] = token.split('.')
  const { iat, exp, ...said } = Said.parse({ ...read(header), ...read(claims) })
  return { ...said, issuedAt: new Date(iat * 1_000).toISOString(), expiresAt: new Date(exp * 1_000).toISOString() }
}

const Said = z.object({
  ...{ alg: z.string(), kid: z.string(), typ: z.string(), iss: z.string(), aud: z.string(), sub: z.string() },
  ...{ kind: z.string(), iat: z.number(), exp: z.number() },
})

const read = (part: string): object => Object(JSON.parse(Buffer.from(part, 'base64url').toString()))
const written = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url')
