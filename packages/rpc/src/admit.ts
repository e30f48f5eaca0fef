import type { Caller, Policy } from '@switchyard/contracts/contract'
import type { Envelope, Principal } from './envelope.ts'
import { Failure } from './failure.ts'

/** Longest idempotency key, in characters; the public promise is the same. */
const idempotencyKeyLengthMax = 255

/** Lets a call in, or throws `unauthenticated`, `forbidden`, `second_factor_missing`, `idempotency_key_missing` or `idempotency_key_too_long`. */
export function admit(policy: Policy, { principal, idempotencyKey }: Envelope): void {
  if (!policy.callers.some((caller) => covers(caller, principal))) {
    throw refusalOf(policy, principal)
  }
  if (policy.scope && principal.kind === 'partner' && !principal.scopes?.includes(policy.scope)) {
    throw new Failure('forbidden', { detail: `This key lacks the scope ${policy.scope}.` })
  }
  if (idempotencyKey !== undefined && idempotencyKey.length > idempotencyKeyLengthMax) {
    throw new Failure('idempotency_key_too_long', { detail: `Use at most ${idempotencyKeyLengthMax} characters.` })
  }
  if (policy.idempotency === 'key' && !idempotencyKey) {
    throw new Failure('idempotency_key_missing', { detail: 'Send an Idempotency-Key, the same for every repeat.' })
  }
}

function refusalOf({ callers }: Policy, { kind, lacks }: Principal): Failure {
  const detail = `This is for ${callers.join(', ')}.`
  if (kind === 'guest') return new Failure('unauthenticated', { detail: `Sign in: ${detail}` })
  if (lacks && callers.some((caller) => caller === 'staff' || caller === 'admin')) {
    return new Failure('second_factor_missing', { detail: `${detail} Turn on a second factor in your account first.` })
  }
  return new Failure('forbidden', { detail })
}

/** An owner may be of any kind, so `owner` lets everybody through to the handler, which knows the row. */
function covers(caller: Caller, { kind }: Principal): boolean {
  if (caller === 'anyone' || caller === 'owner') return true
  return caller === kind || (caller === 'staff' && kind === 'admin')
}
