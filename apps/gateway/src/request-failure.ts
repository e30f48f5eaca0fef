import { failureOf } from '@switchyard/rpc/error-shape'
import { Failure } from '@switchyard/rpc/failure'

/** What whoever sends a body is asked for. */
export const jsonWanted = 'Send a JSON body with content-type: application/json.'

/** The failure of the contract that any error of a request stands for, also where Fastify itself refused it before anybody read it. */
export function requestFailure(error: unknown): Failure {
  const { code, statusCode } = Object(error) as { code?: string; statusCode?: number }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Failure('body_too_large')
  if (code === 'FST_ERR_CTP_INVALID_JSON_BODY' || code === 'FST_ERR_CTP_EMPTY_JSON_BODY') {
    return new Failure('malformed_json', { detail: 'The body must be one JSON object.' })
  }
  if (code === 'FST_ERR_BAD_URL' || code === 'FST_ERR_MAX_PARAM_LENGTH') {
    return new Failure('invalid_input', { detail: 'The address is not well formed, or a part of it is too long.' })
  }
  if (code?.startsWith('FST_ERR_') && statusCode !== undefined && statusCode < 500) {
    return new Failure('invalid_input', { detail: jsonWanted })
  }
  if (error instanceof SyntaxError && statusCode === 400) return new Failure('malformed_json')
  return failureOf(error)
}
