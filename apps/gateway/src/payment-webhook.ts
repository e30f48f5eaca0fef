import { createHmac, timingSafeEqual } from 'node:crypto'
import { PaymentNotice } from '@switchyard/contracts/orders'
import { Failure } from '@switchyard/rpc/failure'
import { z } from 'zod'

/** A signature older or newer than this is refused, so that a stolen notice cannot be sent again for long. */
const ageMsMax = 300_000

/**
 * Reads a notice of the payment provider: the signature covers time and raw body (`t=<unix s>,v1=<hex hmac-sha256>`).
 * Throws `unauthenticated` when it does not match, `invalid_input` when the content is not a notice.
 */
export function readPaymentNotice(
  { body, signature }: { body: string; signature: string | undefined },
  { secret, nowMs }: { secret: string; nowMs: number },
): PaymentNotice {
  const parts = new Map(signature?.split(',').map((part) => part.split('=', 2) as [string, string]))
  const seconds = Number(parts.get('t'))
  const expected = createHmac('sha256', secret)
    .update(`${parts.get('t')}.${body}`)
    .digest()
  const given = Buffer.from(parts.get('v1') ?? '', 'hex')
  const genuine = given.length === expected.length && timingSafeEqual(given, expected)
  if (!genuine || !(Math.abs(nowMs - seconds * 1000) <= ageMsMax)) {
    throw new Failure('unauthenticated', { detail: 'The payments-signature header does not fit this body and time.' })
  }
  const notice = PaymentNotice.safeParse(parsed(body))
  if (!notice.success) throw new Failure('invalid_input', { detail: z.prettifyError(notice.error) })
  return notice.data
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw new Failure('malformed_json', {}, { cause })
  }
}
