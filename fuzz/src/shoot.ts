import { Agent } from 'undici'
import type { Answer } from './judge.ts'
import type { Shot } from './request.ts'

const answerMsMax = 30_000
const streamMsMax = 2_000
const bytesMax = 2_000_000

/** Sends requests over kept connections. `undefined`: HTTP itself did not let it through, so nobody was asked. */
export function createShooter(url: string) {
  const agent = new Agent({ connections: 32, pipelining: 1, headersTimeout: answerMsMax })
  return {
    async shoot({ method, path, headers, body }: Shot): Promise<Answer | undefined> {
      const signal = AbortSignal.timeout(answerMsMax)
      try {
        const sent = { origin: url, method: method as 'GET', path, headers, body: body ?? null, signal }
        const reply = await agent.request(sent)
        const type = String(reply.headers['content-type'] ?? '')
        const retryAfter = reply.headers['retry-after']
        const text = await textOf(reply.body, type.startsWith('text/event-stream'))
        return {
          status: reply.statusCode,
          type,
          text,
          retryAfter: retryAfter === undefined ? undefined : String(retryAfter),
        }
      } catch (error) {
        if (isRefusedHere(error)) return undefined
        throw error
      }
    },
    close: () => agent.destroy(),
  }
}

/** Our own client refuses to send what no HTTP can carry. */
const isRefusedHere = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'UND_ERR_INVALID_ARG'

/** A stream is read up to its first value, and left then. */
async function textOf(body: AsyncIterable<Buffer> & { destroy(): unknown }, isStream: boolean): Promise<string> {
  let text = ''
  const end = isStream ? setTimeout(() => body.destroy(), streamMsMax) : undefined
  const decoder = new TextDecoder()
  try {
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true })
      if (
        text.length > bytesMax ||
        (isStream && /^(id: |event: (serialized-error|end|complete))/m.test(text) && text.endsWith('\n\n'))
      )
        break
    }
  } catch (error) {
    if (!isStream) throw error
  } finally {
    clearTimeout(end)
    body.destroy()
  }
  return text
}
