import { failures } from '@switchyard/contracts/failure'
import { Failure } from '@switchyard/rpc/failure'

/** An RFC 9457 answer: what REST clients get for every failure. */
export interface Problem {
  status: number
  headers: Record<string, string>
  body: {
    type: 'about:blank'
    title: string
    status: number
    code: string
    detail: string | null
    requestId: string
    issues?: readonly { path: string; message: string }[]
  }
}

/** Words a failure as a problem document; whatever is not a failure of the contract is told as `internal` and nothing more. */
export function problemOf(error: unknown, requestId: string): Problem {
  const failure = error instanceof Failure ? error : new Failure('internal')
  const { status, title } = failures[failure.code]
  const { detail, issues } = failure.details
  const retryAfter = retryAfterOf(failure)
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    },
    body: {
      type: 'about:blank',
      title,
      status,
      code: failure.code,
      detail: detail ?? null,
      requestId,
      ...(issues ? { issues } : {}),
    },
  }
}

/** When to come back, as the header has it, in whole seconds: everything that passes by itself says so, in every protocol. */
export function retryAfterOf({ code, details }: Failure): string | undefined {
  const { status } = failures[code]
  const ms = details.retryAfterMs ?? (status === 503 || status === 429 ? 1_000 : undefined)
  return ms === undefined ? undefined : String(Math.ceil(ms / 1000))
}
