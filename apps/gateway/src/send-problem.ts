import type { Failure } from '@switchyard/rpc/failure'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { NoteFailure } from './log-failures.ts'
import { problemOf } from './problem.ts'
import { requestFailure } from './request-failure.ts'

/** Answers what was thrown as a problem (RFC 9457). */
export function sendProblem(
  error: unknown,
  { request, reply, note }: { request: FastifyRequest; reply: FastifyReply; note: NoteFailure },
) {
  const { status, headers, body } = problemOf(asFailure(error, { request, note }), request.id)
  return reply.code(status).headers(headers).send(body)
}

/** The failure that is told, once it has been noted. */
export function asFailure(error: unknown, { request, note }: { request: FastifyRequest; note: NoteFailure }): Failure {
  const failure = requestFailure(error)
  note(failure, request)
  return failure
}
