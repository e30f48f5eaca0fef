import { type IncomingMessage, request } from 'node:http'
import type { Clock } from '@switchyard/runtime/clock'
import { EventParser, type Message } from './event-parser.ts'

/** How long Chromium waits before it comes back where a server says nothing of it. */
const browserRetryMs = 3_000

/** What becomes of a stream. */
export interface Listener {
  hear(message: Message): void
  /** It tells something again; `afterMs` after its last connection was cut, or undefined for the first. */
  opened(afterMs: number | undefined): void
  /** Something else than a stream was answered; 0 is nothing at all. */
  refused(status: number): void
}

/**
 * Follows an event stream as a browser's EventSource does, with a connection of its own: when that is cut it waits as long as the
 * server has said, and comes back with the id that it saw last. Unlike one it also comes back when it is refused, as the shop's pages do.
 * Resolves when `signal` aborts.
 */
export async function followStream(
  url: string,
  {
    localAddress,
    cookie,
    listener,
    clock,
    signal,
  }: { localAddress: string; cookie: string; listener: Listener; clock: Clock; signal: AbortSignal },
): Promise<void> {
  const parser = new EventParser()
  let cutAtMs: number | undefined
  while (!signal.aborted) {
    const headers = {
      ...{ accept: 'text/event-stream', cookie },
      ...(parser.lastEventId === '' ? {} : { 'last-event-id': parser.lastEventId }),
    }
    const answer = await connect(url, { localAddress, headers, signal })
    if (answer?.statusCode === 200) {
      let isOpen = false
      await read(answer, (part) => {
        for (const message of parser.read(part)) {
          if (!isOpen && message.event === 'message') {
            listener.opened(cutAtMs === undefined ? undefined : clock.now() - cutAtMs)
            isOpen = true
          }
          listener.hear(message)
        }
      })
      parser.forget()
      // What ended without a word was no stream yet.
      if (isOpen) cutAtMs = clock.now()
    } else {
      answer?.destroy()
      if (!signal.aborted) listener.refused(answer?.statusCode ?? 0)
    }
    cutAtMs ??= clock.now()
    await clock.sleep(parser.retryMs ?? browserRetryMs, signal)
  }
}

interface Connecting {
  readonly localAddress: string
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

function connect(url: string, { localAddress, headers, signal }: Connecting): Promise<IncomingMessage | undefined> {
  return new Promise((resolve) => {
    const asking = request(url, { agent: false, localAddress, headers, signal }, resolve)
    asking.on('error', () => resolve(undefined))
    asking.end()
  })
}

/** Until its end, however it comes. */
async function read(answer: IncomingMessage, hear: (part: string) => void): Promise<void> {
  try {
    for await (const part of answer.setEncoding('utf8')) hear(String(part))
  } catch {
    // It was cut.
  }
}
