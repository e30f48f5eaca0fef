import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { request } from 'undici'
import { z } from 'zod'
import type { ChargeAnswer, ChargeStanding, Payments, RefundAnswer } from './payments.ts'

const Captured = z.object({ entryId: z.string().min(1).max(100), status: z.literal('captured') })
const Standing = z.object({
  entryId: z.string().max(100).nullable(),
  status: z.enum(['captured', 'declined', 'pending']),
})

/** Anything on the way may say 404; that it knows nothing of a key only the provider says. */
const Nothing = z.object({ status: z.literal('nothing') })

const badCredentials = new Set([401, 403])
/** The request is not at fault: its moment is, or our credentials are. */
const passing = new Set([...badCredentials, 408, 425, 429])

/** Every order that waits asks again and again; that our credentials are refused is said once in so long. */
const complainEveryMs = 60_000
const refused =
  'the payment provider refuses our credentials: orders wait for it and are rejected in the end; put the key that it knows into payments-api.secret in SECRETS_DIR and restart orders'

interface Reply {
  status: number
  body: unknown
}

interface HttpPaymentsOptions {
  url: string
  secret: string
  deadlineMs?: number
  clock: Clock
  log: Log
}

/** The provider over HTTP. Each call ends within `deadlineMs`; what is not a clear answer is an unknown outcome. */
export function httpPayments(options: HttpPaymentsOptions): Payments {
  const call = createCall(options)
  return {
    async charge({ key, orderId, amount, token }, signal) {
      const body = { orderId, amount, currency: 'EUR', token }
      const reply = await call('POST', '/charges', signal, { key, body }).catch(noReply)
      return 'kind' in reply ? reply : chargeAnswer(reply)
    },

    async findCharge(key, signal) {
      try {
        return chargeStanding(await call('GET', `/charges/by-key/${encodeURIComponent(key)}`, signal))
      } catch {
        return { kind: 'unknown' }
      }
    },

    async refund({ key, orderId, chargeId, amount }, signal) {
      const body = { orderId, chargeId, amount, currency: 'EUR' }
      const reply = await call('POST', '/refunds', signal, { key, body }).catch(noReply)
      return 'kind' in reply ? { kind: 'unknown' } : refundAnswer(reply)
    },
  }
}

/** Asks the provider something. Orders that wait do not tell a refused key from a provider that is away, so the log has to. */
function createCall({ url, secret, deadlineMs = 3_000, clock, log }: HttpPaymentsOptions) {
  let quietUntilMs = 0
  const complain = (status: number) => {
    if (clock.now() < quietUntilMs) return
    quietUntilMs = clock.now() + complainEveryMs
    log.error({ status }, refused)
  }
  return async (method: 'GET' | 'POST', path: string, stop: AbortSignal, given?: { key: string; body: object }) => {
    const reply = await send(new URL(path, url), {
      method,
      headers: {
        authorization: `Bearer ${secret}`,
        ...(given && { 'content-type': 'application/json', 'idempotency-key': given.key }),
      },
      body: given ? JSON.stringify(given.body) : null,
      signal: AbortSignal.any([stop, AbortSignal.timeout(deadlineMs)]),
    })
    if (badCredentials.has(reply.status)) complain(reply.status)
    return reply
  }
}

async function send(url: URL, options: NonNullable<Parameters<typeof request>[1]>): Promise<Reply> {
  const { statusCode, body } = await request(url, options)
  return { status: statusCode, body: await body.json().catch(() => null) }
}

function chargeAnswer({ status, body }: Reply): ChargeAnswer {
  if (status === 402) return { kind: 'declined' }
  const captured = Captured.safeParse(body)
  if (status === 201 && captured.success) return { kind: 'captured', entryId: captured.data.entryId }
  assertAsked(status)
  return { kind: 'unknown' }
}

function refundAnswer({ status, body }: Reply): RefundAnswer {
  const captured = Captured.safeParse(body)
  if (status === 201 && captured.success) return { kind: 'refunded', entryId: captured.data.entryId }
  assertAsked(status)
  return { kind: 'unknown' }
}

/** A provider that finds fault with the request itself has found a bug of ours. */
function assertAsked(status: number): void {
  if (status < 400 || status >= 500 || passing.has(status)) return
  throw new Error(`the payment provider refused the request with ${status}`)
}

function chargeStanding({ status, body }: Reply): ChargeStanding {
  if (status === 404) return { kind: Nothing.safeParse(body).success ? 'nothing' : 'unknown' }
  const standing = Standing.safeParse(body)
  if (!standing.success || (status !== 200 && status !== 202)) return { kind: 'unknown' }
  const { entryId } = standing.data
  if (standing.data.status === 'captured') return entryId ? { kind: 'captured', entryId } : { kind: 'unknown' }
  return { kind: standing.data.status }
}

/** Only a connection that never came about proves that the provider heard nothing. */
function noReply(error: unknown): { kind: 'unreached' | 'unknown' } {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return { kind: code === 'ECONNREFUSED' || code === 'UND_ERR_CONNECT_TIMEOUT' ? 'unreached' : 'unknown' }
}
