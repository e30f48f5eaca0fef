const [soonestMs, latestMs] = [200, 1_100]

/**
 * Tells a client's EventSource how soon to come back when its stream is cut: of their own, browsers wait three to five seconds, in
 * which a page would stand still although another gateway is there. Each stream is told another time, for those of a gateway that goes
 * away must not all come to the next one in the same moment. First of everything that a stream says.
 */
export const resumeSoon = (random: () => number = Math.random): string =>
  `retry: ${Math.round(soonestMs + random() * (latestMs - soonestMs))}\n\n`

/** The answer of tRPC, with that said first where it is an event stream. */
export function resumingSoon(answer: unknown): unknown {
  if (!(answer instanceof Response) || !answer.body) return answer
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer
  const { status, headers } = answer
  return new Response(saidFirst(resumeSoon(), answer.body), { status, headers })
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
