import type { CallContext } from '@switchyard/rpc/envelope'
import type { Clock } from '@switchyard/runtime/clock'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { callContextOf } from './call-context.ts'
import { networkOf } from './client-address.ts'
import type { Leave } from './leave-in-turns.ts'
import type { Sitter, StreamSeats } from './stream-seats.ts'

/** What every event stream of a gateway is held to. */
export interface StreamRules {
  clock: Clock
  /** What ends each when the gateway leaves, for it would never end by itself. */
  leave: () => Leave
  /** Without them as many may be open as want to. */
  seats?: StreamSeats | undefined
}

/** The context of a call that is a stream: it has a seat until its connection closes, and ends with a drain. Throws `rate_limited`. */
export function streamContextOf(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { clock, leave, seats }: StreamRules,
): CallContext {
  const ctx = callContextOf({ request, reply }, clock)
  const giveBack = seats?.take(sitterOf(request, ctx))
  const { signal, forget } = leave()
  request.leaving = signal
  const end = () => {
    giveBack?.()
    forget()
  }
  reply.raw.once('close', end)
  // Who left while we asked who it is closes no second time.
  if (reply.raw.closed) end()
  return { ...ctx, signal: AbortSignal.any([ctx.signal, signal]) }
}

function sitterOf({ quotaPerMinute, address }: FastifyRequest, { envelope: { principal } }: CallContext): Sitter {
  const id = `${principal.kind} ${principal.id}`
  return quotaPerMinute === null ? { kind: 'caller', id, address: networkOf(address) } : { kind: 'key', id }
}
