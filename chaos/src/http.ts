import { Agent, request } from 'undici'

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
  readonly method?: 'GET' | 'POST' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  readonly limitMs?: number
}

/**
 * Asks over HTTP with a deadline; never rejects, since "no answer" is what a campaign is about. Connections are kept
 * open and never shared by two requests at once: a load must not wait for itself.
 */
export const ask: Ask = async (url, { method = 'GET', headers = {}, body, limitMs = 10_000 } = {}) => {
  try {
    const answer = await request(url, {
      dispatcher: agent,
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      headersTimeout: limitMs,
      bodyTimeout: limitMs,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.body.text()
    const retryAfter = answer.headers['retry-after']
    return {
      status: answer.statusCode,
      text,
      retryAfterMs: retryAfter === undefined ? undefined : Number(retryAfter) * 1000,
    }
  } catch (error) {
    return { status: 0, text: reasonOf(error) }
  }
}

/** Idle connections are closed by us, well before any server of ours would, so that none is used while it closes. */
const agent = new Agent({
  connections: 2_048,
  pipelining: 1,
  connect: { timeout: 2_000 },
  keepAliveTimeout: 4_000,
  keepAliveMaxTimeout: 4_000,
})

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
  const code = 'code' in error ? String(error.code) : undefined
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return 'timeout'
  return code ?? error.message
}
