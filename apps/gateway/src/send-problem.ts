import type { Failure } from '@switchyard/rpc/failure'
import type { Log } from '@switchyard/runtime/log'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { problemOf } from './problem.ts'
import { requestFailure } from './request-failure.ts'

/** Answers what was thrown as a problem (RFC 9457). */
export function sendProblem(
  error: unknown,
  { request, reply, log }: { request: FastifyRequest; reply: FastifyReply; log: Log },
) {
  const { status, headers, body } = problemOf(asFailure(error, { request, log }), request.id)
  return reply.code(status).headers(headers).send(body)
}

/** The failure that is told; logs what is a bug. */
export function asFailure(error: unknown, { request, log }: { request: FastifyRequest; log: Log }): Failure {
  const failure = requestFailure(error)
  if (failure.code === 'internal') log.error({ err: failure.cause, requestId: request.id }, 'a bug was answered')
  return failure
}
