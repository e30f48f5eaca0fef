/** A whole answer; status 0 is none at all, and `text` says why. */
export interface Answer {
  readonly status: number
  readonly text: string
  readonly retryAfterMs?: number | undefined
}

/** Asks one thing and reads the whole answer. */
export type Ask = (url: string, question?: Question) => Promise<Answer>

/** What is asked; a GET without more. */
export interface Question {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  readonly limitMs?: number
}

/** Asks over HTTP with a deadline; never rejects, since "no answer" is what a campaign is about. */
export const ask: Ask = async (url, { method = 'GET', headers = {}, body, limitMs = 10_000 } = {}) => {
  try {
    const response = await fetch(url, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(limitMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const retryAfter = response.headers.get('retry-after')
    return { status: response.status, text, retryAfterMs: retryAfter === null ? undefined : Number(retryAfter) * 1000 }
  } catch (error) {
    return { status: 0, text: reasonOf(error) }
  }
}

/** The value that an answer's text means; undefined when it is no JSON. */
export function meaningOf(answer: Answer): unknown {
  try {
    return answer.status === 0 ? undefined : JSON.parse(answer.text)
  } catch {
    return undefined
  }
}

/** For errors and logs: the status and what was said. */
export function told(answer: Answer): string {
  return answer.status === 0 ? `no answer (${answer.text})` : `${answer.status} ${answer.text.slice(0, 300)}`
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
  return code ?? (cause instanceof Error ? cause.message : error.name === 'TimeoutError' ? 'timeout' : error.message)
}
