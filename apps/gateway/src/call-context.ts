import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { continueTrace } from './trace.ts'

/** How long the public may wait for one answer, all services and attempts included. */
export const deadlineMs = 3_000

/**
 * What a public request brings into a call: its caller, a fresh deadline, its trace, its idempotency key, and a signal
 * that aborts when the client leaves.
 */
export function callContextOf(
  {
    request,
    reply,
    idempotencyKey,
  }: { request: FastifyRequest; reply: FastifyReply; idempotencyKey?: string | undefined },
  clock: Clock,
): CallContext {
  if (!request.principal) throw new Failure('unauthenticated')
  const leaving = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) leaving.abort()
  })
  const { traceparent } = request.headers
  return {
    envelope: {
      callId: request.id,
      principal: request.principal,
      deadlineAtMs: clock.now() + deadlineMs,
      traceparent: continueTrace(typeof traceparent === 'string' ? traceparent : undefined),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    },
    signal: leaving.signal,
  }
}

/** The request's `Idempotency-Key`, as its client sent it. */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  return Array.isArray(key) ? key[0] : key
}
