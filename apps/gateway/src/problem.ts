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
  const { detail, issues, retryAfterMs } = failure.details
  const retryAfter = retryAfterMs ?? (status === 503 || status === 429 ? 1_000 : undefined)
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter / 1000)) }),
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
