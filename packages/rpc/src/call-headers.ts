import { LabScope } from '@switchyard/contracts/lab'
import { z } from 'zod'
import { Failure } from './failure.ts'

/** The header in which each call of a request has its own envelope, in the order of the path. */
export const envelopeHeader = 'x-envelope'
/** The answer that our own client asks for: a line `[index, reply]` for each call, as soon as it is done. */
export const linesType = 'application/x-ndjson'
/** Header bytes that a server accepts, and that a client stays under by splitting its batches. */
export const headerBytesMax = 32_768
/** Calls that one request may carry. */
export const batchCallsMax = 10

/** An envelope on the wire: the principal is inside the token, the deadline is what is left of it, so no two clocks need to agree. */
export const WireEnvelope = z.object({
  id: z.string().min(1).max(64),
  /** Which try of the call this is, by the sender's own count: what cancels one must not end another. */
  attempt: z.int().positive().optional(),
  token: z.string().max(4_096),
  ms: z.number(),
  traceparent: z.string().max(100),
  key: z.string().max(1_000).optional(),
  hops: z.int().min(0).max(20).optional(),
  pins: z.record(z.string().max(40), z.string().max(40)).optional(),
  lab: LabScope.optional(),
})
export type WireEnvelope = z.infer<typeof WireEnvelope>

const WireEnvelopes = z.array(WireEnvelope).max(batchCallsMax)

/** Envelopes as one header value: base64url of a JSON array. */
export const writeEnvelopes = (envelopes: readonly WireEnvelope[]): string =>
  Buffer.from(JSON.stringify(envelopes)).toString('base64url')

/** The other way round. Throws `unauthenticated` when there is no header, `invalid_input` when it cannot be read. */
export function readEnvelopes(header: string | undefined): WireEnvelope[] {
  if (!header) throw new Failure('unauthenticated', { detail: `The header ${envelopeHeader} is missing.` })
  try {
    return WireEnvelopes.parse(JSON.parse(Buffer.from(header, 'base64url').toString()))
  } catch (cause) {
    throw new Failure(
      'invalid_input',
      { detail: `The header ${envelopeHeader} is not an array of envelopes.` },
      { cause },
    )
  }
}
