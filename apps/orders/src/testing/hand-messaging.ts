import { DeadLetterRefused } from '@switchyard/messaging/dead-letter-refused'
import type { Handler, Received } from '@switchyard/messaging/inbox'
import type { Messaging } from '@switchyard/messaging/messaging'

/** A message as it waits in the outbox. */
export interface Row {
  id: string
  name: string
  payload: { orderId: string; stepId: string }
}

/** Carries messages by hand: from the outbox to the handlers, as often as asked. */
export class HandMessaging implements Messaging {
  readonly handlers = new Map<string, { consumer: string; attemptsMax: number; handler: Handler<never> }[]>()
  readonly jobs = new Map<string, () => Promise<void>>()
  readonly hints: string[] = []

  handle: Messaging['handle'] = (command, handler, options) => {
    const attemptsMax = options?.attempts ?? 8
    this.#add(command.name, { consumer: command.name, attemptsMax, handler: handler as Handler<never> })
  }
  subscribe: Messaging['subscribe'] = (subscriber, handlers) => {
    for (const [name, handler] of Object.entries(handlers)) {
      this.#add(name, { consumer: subscriber, attemptsMax: 8, handler: handler as Handler<never> })
    }
  }
  every(name: string, _everyMs: number, job: (signal: AbortSignal) => Promise<void>) {
    this.jobs.set(name, () => job(new AbortController().signal))
  }
  async start() {}
  wake() {}
  hint(topic: string, key: string) {
    this.hints.push(`${topic} ${key}`)
  }
  async trail() {
    return []
  }
  async queues() {
    return { reads: [], holds: [], oldest: [] }
  }
  async replay() {
    return 0
  }
  /** Nothing dies here: what a handler refuses is the test's to deliver again. */
  readonly deadLetters = {
    deadLetters: async () => ({ items: [], counts: [] }),
    deadLetter: nobodyHere,
    editDeadLetter: nobodyHere,
    replayDeadLetter: nobodyHere,
    dropDeadLetter: nobodyHere,
  }
  async close() {}

  async deliver({ id, name, payload }: Omit<Row, 'payload'> & { payload: object }, attempt = 1): Promise<void> {
    for (const { consumer, attemptsMax, handler } of this.handlers.get(name) ?? []) {
      const received: Received<unknown> = {
        ...{ id, name, payload, consumer, traceparent: undefined, attempt, attemptsMax },
        signal: new AbortController().signal,
      }
      await handler(received as Received<never>)
    }
  }

  #add(name: string, heard: { consumer: string; attemptsMax: number; handler: Handler<never> }) {
    this.handlers.set(name, [...(this.handlers.get(name) ?? []), heard])
  }
}

const nobodyHere = async (): Promise<never> => {
  throw new DeadLetterRefused('not_found', 'There are no dead letters in a test by hand.')
}
