import type { Caller, Policy } from '@switchyard/contracts/contract'
import type { Envelope, Principal } from './envelope.ts'
import { Failure } from './failure.ts'

/** Longest idempotency key, in characters; the public promise is the same. */
const idempotencyKeyLengthMax = 255

/** Lets a call in, or throws `unauthenticated`, `forbidden`, `idempotency_key_missing` or `idempotency_key_too_long`. */
export function admit(policy: Policy, { principal, idempotencyKey }: Envelope): void {
  if (!policy.callers.some((caller) => covers(caller, principal))) {
    throw principal.kind === 'guest'
      ? new Failure('unauthenticated', { detail: `Sign in: this is for ${policy.callers.join(', ')}.` })
      : new Failure('forbidden', { detail: `This is for ${policy.callers.join(', ')}.` })
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

/** An owner may be of any kind, so `owner` lets everybody through to the handler, which knows the row. */
function covers(caller: Caller, { kind }: Principal): boolean {
  if (caller === 'anyone' || caller === 'owner') return true
  return caller === kind || (caller === 'staff' && kind === 'admin')
}
