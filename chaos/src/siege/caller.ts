import { Agent, request } from 'node:http'

/** A whole answer, and when the last of it was there. */
export interface Heard {
  readonly status: number
  readonly text: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly tookMs: number
}

/** Somebody outside, with an address and, where `jar` is given, a browser's cookies. */
export interface Caller {
  ask(path: string, question?: CallerQuestion): Promise<Heard>
}

interface CallerQuestion {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: object
}

const answerMsMax = 15_000
const agent = new Agent({ keepAlive: true, keepAliveMsecs: 1_000, timeout: 10_000 })

/**
 * Calls from an address of its own: all of 127.0.0.0/8 is this machine, so a campaign can come from thousands of places
 * and the ingress sees each. Without an answer the status is 0, and the text says why.
 *
 *     const owner = callerFrom('127.10.0.1', { url: gateway, jar: new Map() })
 *     await owner.ask('/api/v2/sessions', { method: 'POST', body: { email, password } })
 */
export function callerFrom(
  localAddress: string,
  { url, jar, headers: always = {} }: { url: string; jar?: Map<string, string>; headers?: Record<string, string> },
): Caller {
  const { port } = new URL(url)
  return {
    ask: (path, { method = 'GET', headers = {}, body } = {}) =>
      new Promise((resolve) => {
        const beganMs = performance.now()
        const fail = ({ message }: Error) =>
          resolve({ status: 0, text: message, headers: {}, tookMs: performance.now() - beganMs })
        const text = body === undefined ? undefined : JSON.stringify(body)
        const cookie = [...(jar ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
        const sent = {
          ...always,
          ...(cookie === '' ? {} : { cookie }),
          ...(text === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
          ...headers,
        }
        const to = { host: '127.0.0.1', port, path, method, localAddress, agent, headers: sent, timeout: answerMsMax }
        const asking = request(to, async (reply) => {
          try {
            let heard = ''
            for await (const chunk of reply.setEncoding('utf8')) heard += chunk
            for (const line of reply.headers['set-cookie'] ?? []) keepCookie(line, jar)
            const { statusCode: status = 0, headers } = reply
            resolve({ status, text: heard, headers, tookMs: performance.now() - beganMs })
          } catch (error) {
            fail(error instanceof Error ? error : new Error(String(error)))
          }
        })
        asking.once('timeout', () => asking.destroy(new Error(`no answer within ${answerMsMax} ms`)))
        asking.once('error', fail)
        asking.end(text)
      }),
  }
}

const comesBack = 5

/** Asks what a campaign cannot do without: who is told that all are busy comes back when told to, some times. Throws what was heard instead of `status`. */
export async function insist(
  caller: Caller,
  path: string,
  { status, ...question }: CallerQuestion & { status: number },
): Promise<Heard> {
  for (let times = 1; ; times += 1) {
    const heard = await caller.ask(path, question)
    if (heard.status === status) return heard
    if (heard.status !== 503 || times === comesBack) {
      throw new Error(`${path} was asked in vain: ${heard.status} ${heard.text.slice(0, 300)}`)
    }
    await new Promise((resolve) => setTimeout(resolve, Number(heard.headers['retry-after'] ?? 1) * 1_000))
  }
}

function keepCookie(line: string, jar: Map<string, string> | undefined): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  if (value === '') jar?.delete(name)
  else jar?.set(name, value)
}

/** The n-th of 62,500 addresses of this machine in one block, as 127.block.x.y. */
export const addressOf = (block: number, n: number): string =>
  `127.${block}.${(Math.trunc(n / 250) % 250) + 1}.${(n % 250) + 1}`
