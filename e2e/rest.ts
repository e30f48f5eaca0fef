/** An answer as a client sees it: `text` is the body byte for byte, `body` what it means. */
export interface Answer {
  status: number
  headers: Headers
  text: string
  /** Undefined when there is none. */
  body: unknown
}

/** What a client asks. `json` and `text` are the same body, once as a value and once as it goes over the wire. */
export interface Question {
  method?: 'GET' | 'POST' | 'DELETE'
  headers?: Record<string, string>
  json?: unknown
  text?: string
}

/** Asks over HTTP and reads the whole answer; only a server that cannot be reached, or says nothing for 20 s, rejects. */
export async function ask(url: string, { method = 'GET', headers = {}, json, text }: Question = {}): Promise<Answer> {
  const body = text ?? (json === undefined ? undefined : JSON.stringify(json))
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    signal: AbortSignal.timeout(20_000),
    ...(body === undefined ? {} : { body }),
  })
  const answered = await response.text()
  return { status: response.status, headers: response.headers, text: answered, body: meaningOf(answered) }
}

function meaningOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Asks, and takes nothing but this status for an answer. */
export async function expectStatus(answer: Answer | Promise<Answer>, status: number): Promise<Answer> {
  const given = await answer
  if (given.status !== status) throw new Error(`expected ${status}, got ${given.status}: ${given.text.slice(0, 500)}`)
  return given
}
