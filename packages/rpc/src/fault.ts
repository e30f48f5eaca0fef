/**
 * Hurts calls on purpose where they are served, so that what their callers do about it can be seen and measured. Only a
 * lab's composition root puts it around the work; nothing else in the code knows that calls can be hurt.
 *
 *     const faults = new Faults({ clock, random: Math.random })
 *     hearParent(faults.hear)
 *     await serve({ …, around: faults })
 *
 * Which faults are on, and for how long, is the host's to say: it sends the whole list over its own channel whenever it
 * changes, so that a fault works while registry, queues and databases are gone.
 */
import type { IncomingMessage } from 'node:http'
import { Fault } from '@switchyard/contracts/lab'
import type { Clock } from '@switchyard/runtime/clock'
import { z } from 'zod'
import type { Around, ServedCall, Work } from './around.ts'
import { Failure } from './failure.ts'

/** What the host sends: every fault that is on for this instance. */
const Told = z.object({ type: z.literal('faults'), faults: z.array(Fault) })

/** The faults that are on in this instance. Without any, a call costs a look at an empty list. */
export class Faults implements Around {
  readonly #clock: Clock
  readonly #random: () => number
  #faults: readonly Fault[] = []
  #silent = false

  constructor({ clock, random }: { clock: Clock; random: () => number }) {
    this.#clock = clock
    this.#random = random
  }

  /** Takes over the list that the host sends; any other message is not for us. */
  hear = (message: unknown): void => {
    const { data } = Told.safeParse(message)
    if (!data) return
    this.#faults = data.faults.filter(({ target }) => !('queue' in target))
    this.#silent = this.#faults.some(silencesAll)
  }

  /** Delays, fails or swallows a call, by whichever faults are meant for it and drawn by their share. */
  call = async (call: ServedCall, next: Work): Promise<unknown> => {
    for (const fault of this.#faults) {
      if (hits(fault, call) && this.#random() < fault.share) await this.#hurt(fault, call.signal)
    }
    try {
      return await next(call)
    } finally {
      // What was under way when the instance fell silent is not answered either.
      if (this.#silent) await silence()
    }
  }

  /** A silent instance takes every request and answers none, as in a partition: neither calls nor any question about its health. */
  request = async (request: IncomingMessage, next: () => Promise<void>): Promise<void> => {
    if (!this.#silent) return await next()
    request.resume()
  }

  async #hurt({ id, kind, delayMs = 0 }: Fault, signal: AbortSignal): Promise<void> {
    if (kind === 'latency') await this.#clock.sleep(delayMs, signal)
    if (kind === 'error') throw new Failure('internal', {}, { cause: `hurt on purpose by the fault ${id}` })
    if (kind === 'drop') await silence()
    signal.throwIfAborted()
  }
}

/** Whoever waits for it is released by the deadline, or by the caller's leaving. */
const silence = () => new Promise<never>(() => {})

/** A ping has neither operation nor scope, so only faults that are meant for everything hit it. */
const hits = ({ operation, scope }: Fault, { name, envelope }: ServedCall): boolean =>
  (operation === undefined || operation === name) && (scope === undefined || scope === envelope?.lab?.session)

const silencesAll = ({ kind, operation, scope, share }: Fault): boolean =>
  kind === 'drop' && operation === undefined && scope === undefined && share === 1
