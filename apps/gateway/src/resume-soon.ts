import type { FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** Aborts when this event stream has its turn to end because the gateway leaves. */
    leaving: AbortSignal | null
  }
}

const [soonestMs, latestMs] = [200, 1_100]

/**
 * Tells a client's EventSource how soon to come back when its stream is cut: of their own, browsers wait three to five seconds, in
 * which a page would stand still although another gateway is there. Each stream is told another time, for those of a gateway that goes
 * away must not all come to the next one in the same moment. First of everything that a stream says.
 */
export const resumeSoon = (random: () => number = Math.random): string =>
  `retry: ${Math.round(soonestMs + random() * (latestMs - soonestMs))}\n\n`

/** The last word of a stream: whoever leaves in their turn comes alone, and need not wait any longer than that. */
export const resumeNow = ({ leaving }: Pick<FastifyRequest, 'leaving'>): string =>
  leaving?.aborted ? `retry: ${soonestMs}\n\n` : ''

/** The answer of tRPC, with both said where it is an event stream. */
export function resumingSoon(request: Pick<FastifyRequest, 'leaving'>, answer: unknown): unknown {
  if (!(answer instanceof Response) || !answer.body) return answer
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer
  const { status, headers } = answer
  const stream = framed(answer.body, { first: resumeSoon(), last: () => resumeNow(request) })
  return new Response(stream, { status, headers })
}

function framed(
  stream: ReadableStream<Uint8Array>,
  { first, last }: { first: string; last: () => string },
): ReadableStream<Uint8Array> {
  const reader = stream.getReader()
  const bytes = (words: string) => new TextEncoder().encode(words)
  return new ReadableStream({
    start: (controller) => controller.enqueue(bytes(first)),
    pull: async (controller) => {
      const { done, value } = await reader.read()
      if (!done) return controller.enqueue(value)
      const words = last()
      if (words !== '') controller.enqueue(bytes(words))
      controller.close()
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
