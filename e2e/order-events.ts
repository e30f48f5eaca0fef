import { TimelineEntry } from '@switchyard/contracts/orders'

/** One server-sent event, taken apart. */
interface OrderEvent {
  id: string | null
  event: string
  data: string
}

/** The open stream of one order; disposing it hangs up. */
export interface OrderEvents extends AsyncDisposable {
  /** The next event; rejects when the stream ends without one. */
  next(): Promise<OrderEvent>
  /** Entries of the history up to and including the first for which `enough` holds. */
  entriesUntil(enough: (entry: TimelineEntry) => boolean): Promise<TimelineEntry[]>
}

/** Opens `GET /orders/{orderId}/events` as a plain HTTP client; rejects when it is not answered with a stream. */
export async function openOrderEvents(
  url: string,
  { headers, lastEventId }: { headers: Record<string, string>; lastEventId?: number | undefined },
): Promise<OrderEvents> {
  const hangUp = new AbortController()
  const resume = lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }
  const response = await fetch(url, { headers: { ...headers, ...resume }, signal: hangUp.signal })
  if (response.status !== 200 || !response.body) throw new Error(`no stream, but ${response.status}`)
  const events = eventsOf(response.body.pipeThrough(new TextDecoderStream()))
  const next = async () => {
    const { value, done } = await events.next()
    if (done) throw new Error('the stream ended')
    return value
  }
  return {
    next,
    entriesUntil: async (enough) => {
      const entries: TimelineEntry[] = []
      for (;;) {
        const entry = TimelineEntry.parse(JSON.parse((await next()).data))
        entries.push(entry)
        if (enough(entry)) return entries
      }
    },
    [Symbol.asyncDispose]: async () => hangUp.abort(),
  }
}

/** Splits a stream into events; comments are skipped. */
async function* eventsOf(chunks: ReadableStream<string>): AsyncGenerator<OrderEvent> {
  let rest = ''
  for await (const chunk of chunks) {
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => [line.split(':')[0], line.replace(/^[^:]*: ?/, '')]))
      if (fields.has('event')) {
        yield { id: fields.get('id') ?? null, event: fields.get('event') ?? '', data: fields.get('data') ?? '' }
      }
    }
  }
}
