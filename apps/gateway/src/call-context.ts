import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { pinnedVersions } from './pinned-versions.ts'
import { continueTrace } from './trace.ts'
import './service-calls.ts'
import './visit.ts'

/** The longest that a public call may take. Each call to a service within it has its own policy's shorter deadline. */
const deadlineMsMax = 10_000

/**
 * What a public request brings into a call: its caller, a fresh deadline, its trace, its idempotency key, the
 * versions that it is pinned to, the lab's terms, and a signal that aborts when the client leaves.
 */
export function callContextOf(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  clock: Clock,
): CallContext {
  if (!request.principal) throw new Failure('unauthenticated')
  const pins = pinnedVersions(headerOf(request, 'x-switchyard-version'))
  const leaving = new AbortController()
  const leave = () => {
    // What was answered to the end is nobody's to give up.
    if (!reply.raw.writableEnded) leaving.abort()
  }
  reply.raw.once('close', leave)
  // Who left while we asked who it is closes no second time.
  if (reply.raw.closed) leave()
  request.serviceCalls ??= []
  const traceparent = headerOf(request, 'traceparent')
  const idempotencyKey = headerOf(request, 'idempotency-key')
  return {
    envelope: {
      callId: request.id,
      principal: request.principal,
      deadlineAtMs: clock.now() + deadlineMsMax,
      traceparent: continueTrace(traceparent),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      ...(pins ? { pins } : {}),
      ...(request.lab ? { lab: request.lab } : {}),
    },
    signal: leaving.signal,
    serviceCalls: request.serviceCalls,
    cacheNotes: [],
    ...(request.visit ? { visit: request.visit } : {}),
  }
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
