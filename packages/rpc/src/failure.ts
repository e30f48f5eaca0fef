import { type FailureCode, failures, type Issue } from '@switchyard/contracts/failure'

/** What a person may read of a failure; `detail` says what is wrong with this one and how to mend it. */
export interface FailureDetails {
  detail?: string
  issues?: readonly Issue[]
  retryAfterMs?: number
}

/** A failure that the contract names. It crosses the wire as its code and details; every other error is a bug and crosses as `internal`. */
export class Failure extends Error {
  readonly code: FailureCode
  readonly details: FailureDetails

  constructor(code: FailureCode, details: FailureDetails = {}, options?: ErrorOptions) {
    super(details.detail ?? failures[code].title, options)
    this.name = 'Failure'
    this.code = code
    this.details = details
  }
}

/** Whether whoever was asked could not answer, or broke over it: unlike what the contract explains, that is no answer. */
export const isNoAnswer = (error: unknown): boolean => isFailure(error, 'internal') || isFailure(error, 'unavailable')

/** Whether an error is one of the contract's failures, and this one if a code is given. */
export const isFailure = (error: unknown, code?: FailureCode): error is Failure =>
  error instanceof Failure && (code === undefined || error.code === code)
