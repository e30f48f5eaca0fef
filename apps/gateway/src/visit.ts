import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { Cookies } from './cookies.ts'
import type { SignedIn } from './identity/sessions.ts'

/** What a request brings beside its principal, for the few operations that sign people in and out. */
export interface Visit {
  cookies: Cookies
  /** The guest that this browser is or was. */
  guestId: string | null
  /** Who is signed in here, whatever badge is shown beside it. */
  signedIn: SignedIn | null
  /** The client's address, as the ingress saw it; of IPv6 the network, for that is what one customer has. */
  address: string
  /** What the browser says of itself. */
  userAgent: string | null
  /** Whether the session or key that this began with is good still: streams outlive the look at their beginning. */
  isStillIn: () => Promise<boolean>
}

declare module '@switchyard/rpc/envelope' {
  interface CallContext {
    /** In the gateway alone: the visit that a public call is part of. */
    visit?: Visit
  }
}

/** The visit of a public call. */
export function visitOf({ visit }: CallContext): Visit {
  if (!visit) throw new Error('a call that is not part of a visit asks for one')
  return visit
}

/** Who is signed in in this visit. Throws `unauthenticated`. */
export function signedInTo(ctx: CallContext): SignedIn {
  const { signedIn } = visitOf(ctx)
  if (!signedIn) throw new Failure('unauthenticated', { detail: 'Sign in first.' })
  return signedIn
}
