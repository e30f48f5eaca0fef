import type { CallContext } from '@switchyard/rpc/envelope'

/** The same call without the caller's scopes, so that a service lets in owners and staff alone: a scope to read all is no right to change any. */
export function asOwner(ctx: CallContext): CallContext {
  const { scopes: _, ...principal } = ctx.envelope.principal
  return { ...ctx, envelope: { ...ctx.envelope, principal } }
}
