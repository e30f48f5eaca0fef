import { failures, type Issue } from '@switchyard/contracts/failure'
import { failureOf } from '@switchyard/rpc/error-shape'
import { Failure } from '@switchyard/rpc/failure'
import { GraphQLError } from 'graphql'
import { retryAfterOf } from '../problem.ts'
import { requestFailure } from '../request-failure.ts'
import { PersistedQueryNotFound } from './documents.ts'

/** What GraphQL tells of a failure beside its title: the same as the other protocols. */
export interface ErrorExtensions {
  readonly code: string
  readonly requestId: string
  readonly detail?: string
  readonly issues?: readonly Issue[]
  /** Seconds, as the header has it. */
  readonly retryAfter?: number
  readonly [more: string]: unknown
}

/** The failure behind an error. What GraphQL itself refuses is told in its own words, for they name the place in the document. */
export function failureBehind(error: unknown): Failure {
  if (error instanceof GraphQLError) {
    const { originalError, message } = error
    if (!originalError || originalError instanceof GraphQLError)
      return new Failure('invalid_input', { detail: message })
    return failureOf(originalError)
  }
  return requestFailure(error)
}

/** An error as GraphQL tells it: `extensions.code` is the code of every protocol. */
export function answerError(error: unknown, requestId: string): GraphQLError & { extensions: ErrorExtensions } {
  const failure = failureBehind(error)
  const { code, details } = failure
  const retryAfter = retryAfterOf(failure)
  const extensions: ErrorExtensions = {
    ...{ code, requestId },
    ...(details.detail === undefined ? {} : { detail: details.detail }),
    ...(details.issues === undefined ? {} : { issues: details.issues }),
    ...(retryAfter === undefined ? {} : { retryAfter: Number(retryAfter) }),
  }
  const { source, positions, path } = error instanceof GraphQLError ? error : {}
  const message = failure instanceof PersistedQueryNotFound ? 'PersistedQueryNotFound' : failures[code].title
  return Object.assign(new GraphQLError(message, { source, positions, path, extensions }), { extensions })
}
