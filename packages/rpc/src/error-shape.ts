/**
 * How an error looks on a wire. A failure of the contract crosses as its code and details; everything else is a bug and
 * crosses as `internal`, without stack, path or any text that a library wrote.
 */
import { type FailureCode, failures, type Issue, isFailureCode } from '@switchyard/contracts/failure'
import { issuesOf } from '@switchyard/contracts/issues'
import { TRPCError } from '@trpc/server'
import { type TRPC_ERROR_CODE_NUMBER, TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import { z } from 'zod'
import { Failure, type FailureDetails } from './failure.ts'

/** What a client of any protocol is told: our four fields, and `message`, `code` and `httpStatus` because tRPC's wire needs them. */
export interface ErrorShape {
  message: string
  code: TRPC_ERROR_CODE_NUMBER
  data: {
    code: FailureCode
    httpStatus: number
    detail?: string
    issues?: readonly Issue[]
    retryAfterMs?: number
    /** The calling service was refused, not whoever it speaks for. */
    service?: 'refused'
  }
}

/** tRPC's error formatter for every router of ours. */
export const shapeError = ({ error }: { error: unknown }): ErrorShape => shapeFailure(failureOf(error))

/** The wire's shape of a failure. */
export function shapeFailure({ code, details }: Failure): ErrorShape {
  const { status, title } = failures[code]
  return { message: title, code: numberOf(status), data: { code, httpStatus: status, ...details } }
}

/** The failure that any thrown value stands for. A bug becomes `internal` with the bug as its cause, for the log alone. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (!(error instanceof TRPCError)) return new Failure('internal', {}, { cause: error })
  if (error.cause instanceof Failure) return error.cause
  if (error.code === 'BAD_REQUEST' && error.cause instanceof z.core.$ZodError) {
    return new Failure('invalid_input', inputDetails(issuesOf(error.cause)), { cause: error })
  }
  if (refusesInput.has(error.code) && error.cause instanceof SyntaxError)
    return new Failure('malformed_json', { detail: jsonWanted }, { cause: error })
  const [code, detail] = trpcErrors[error.code] ?? ['internal']
  return new Failure(code, detail === undefined ? {} : { detail }, { cause: error })
}

/** The wire's shape of the refusal of a service's own token. */
export function shapeRefusal(failure: Failure): ErrorShape {
  const shape = shapeFailure(failure)
  return { ...shape, data: { ...shape.data, service: 'refused' } }
}

/**
 * The failure that a server's answer stands for: the other end of `shapeFailure`. What is not one of ours becomes
 * `internal`, and so does the refusal of our own token: whoever called us has done nothing wrong.
 */
export function failureFromWire(error: unknown): Failure {
  const result = Wire.safeParse(error)
  if (!result.success || result.data.data.service) return new Failure('internal', {}, { cause: error })
  const { code, service: _, ...details } = result.data.data
  return new Failure(isFailureCode(code) ? code : 'internal', withoutUndefined(details))
}

const Wire = z.object({
  data: z.object({
    code: z.string(),
    detail: z.string().optional(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    retryAfterMs: z.number().optional(),
    service: z.literal('refused').optional(),
  }),
})

const refusesInput = new Set<TRPCError['code']>(['BAD_REQUEST', 'PARSE_ERROR'])
const jsonWanted = 'The input must be JSON.'

/** tRPC's own refusals, in our words. */
const trpcErrors: Partial<Record<TRPCError['code'], [FailureCode, string]>> = {
  PARSE_ERROR: ['malformed_json', jsonWanted],
  BAD_REQUEST: ['invalid_input', 'The request does not fit the protocol: see the path, the batch size and the inputs.'],
  NOT_FOUND: ['not_found', 'There is no operation of this name and kind.'],
  METHOD_NOT_SUPPORTED: ['invalid_input', 'Queries go with GET or POST, mutations with POST.'],
  PAYLOAD_TOO_LARGE: ['body_too_large', 'The request body is larger than this server accepts.'],
  UNSUPPORTED_MEDIA_TYPE: ['invalid_input', 'Send content-type: application/json.'],
  UNAUTHORIZED: ['unauthenticated', 'Who is calling is not known.'],
  FORBIDDEN: ['forbidden', 'This caller may not do this.'],
  TOO_MANY_REQUESTS: ['rate_limited', 'Too many requests.'],
}

const inputDetails = (issues: Issue[]): FailureDetails => ({
  detail: issues
    .map(({ path, message }) => (path === '' ? message : `${path} ${message}`))
    .join('; ')
    .slice(0, 500),
  issues,
})

/** tRPC numbers its errors after JSON-RPC; clients read `data.code` instead. */
function numberOf(status: number): TRPC_ERROR_CODE_NUMBER {
  if (status === 401) return TRPC_ERROR_CODES_BY_KEY.UNAUTHORIZED
  if (status === 403) return TRPC_ERROR_CODES_BY_KEY.FORBIDDEN
  if (status === 404) return TRPC_ERROR_CODES_BY_KEY.NOT_FOUND
  if (status === 503) return TRPC_ERROR_CODES_BY_KEY.SERVICE_UNAVAILABLE
  return status < 500 ? TRPC_ERROR_CODES_BY_KEY.BAD_REQUEST : TRPC_ERROR_CODES_BY_KEY.INTERNAL_SERVER_ERROR
}

const withoutUndefined = ({
  detail,
  issues,
  retryAfterMs,
}: { [Key in keyof FailureDetails]: FailureDetails[Key] | undefined }): FailureDetails => ({
  ...(detail === undefined ? {} : { detail }),
  ...(issues === undefined ? {} : { issues }),
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
})
