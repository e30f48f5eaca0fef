/**
 * Tells a client's EventSource how soon to come back when its stream is cut: of their own, browsers wait three to five seconds, in
 * which a page would stand still although another gateway is there. First of everything that a stream says.
 */
export const resumeSoon = 'retry: 500\n\n'

/** The answer of tRPC, with that said first where it is an event stream. */
export function resumingSoon(answer: unknown): unknown {
  if (!(answer instanceof Response) || !answer.body) return answer
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer
  const { status, headers } = answer
  return new Response(saidFirst(resumeSoon, answer.body), { status, headers })
}

function saidFirst(words: string, stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = stream.getReader()
  return new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(words)),
    pull: async (controller) => {
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
