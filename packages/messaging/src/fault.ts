/**
 * Hurts messages on purpose where they arrive, so that what becomes of them can be seen. Only a lab's composition root
 * hands it over; nothing else in the code knows that messages can be hurt.
 *
 *     const queueFaults = new QueueFaults({ clock, random: Math.random })
 *     hearParent(queueFaults.hear)
 *     createMessaging({ …, faults: queueFaults })
 */
import { Fault } from '@switchyard/contracts/lab'
import type { Clock } from '@switchyard/runtime/clock'
import { z } from 'zod'

/** What the host sends: every fault that is on for this process. */
const Told = z.object({ type: z.literal('faults'), faults: z.array(Fault) })

/** A message as far as faults look at it. */
interface Arriving {
  readonly name: string
  readonly payload: unknown
}

/** The faults that are on for the queues of this process. Without any, a message costs a look at an empty list. */
export class QueueFaults {
  readonly #clock: Pick<Clock, 'sleep'>
  readonly #random: () => number
  #faults: readonly Fault[] = []

  constructor({ clock, random }: { clock: Pick<Clock, 'sleep'>; random: () => number }) {
    this.#clock = clock
    this.#random = random
  }

  /** Takes over the list that the host sends; any other message is not for us. */
  hear = (message: unknown): void => {
    const { data } = Told.safeParse(message)
    if (data) this.#faults = data.faults.filter(({ target }) => 'queue' in target)
  }

  /** The payload as it arrives: every field's name in the manner of another release, if a fault says so. */
  payloadOf(queue: string, message: Arriving): unknown {
    return this.#hits('spoil', queue, message) ? inSnakeCase(message.payload) : message.payload
  }

  /** Resolves when the handler may begin: at once, unless a fault says later; also when the process stops. */
  async delay(queue: string, message: Arriving, signal: AbortSignal): Promise<void> {
    const fault = this.#hits('latency', queue, message)
    if (fault?.delayMs !== undefined) await this.#clock.sleep(fault.delayMs, signal)
  }

  /** Letters that may wait on a queue before it counts as full, if a fault says how many: the lowest of all that do. */
  limitOf(queue: string): number | undefined {
    const limits = this.#faults.flatMap(({ kind, target, limit }) =>
      kind === 'limit' && 'queue' in target && target.queue === queue && limit !== undefined ? [limit] : [],
    )
    return limits.length === 0 ? undefined : Math.min(...limits)
  }

  /** Fails where the handler would, if a fault says so. */
  fail(queue: string, message: Arriving): void {
    const fault = this.#hits('error', queue, message)
    if (fault) throw new Error(`hurt on purpose by the fault ${fault.id}`)
  }

  #hits(kind: Fault['kind'], queue: string, message: Arriving): Fault | undefined {
    return this.#faults.find(
      (fault) => fault.kind === kind && isMeant(fault, queue, message) && this.#random() < fault.share,
    )
  }
}

function isMeant({ target, operation }: Fault, queue: string, { name, payload }: Arriving): boolean {
  if (!('queue' in target) || target.queue !== queue) return false
  if (operation !== undefined && operation !== name) return false
  if (target.orderId === undefined) return true
  return payload !== null && typeof payload === 'object' && 'orderId' in payload && payload.orderId === target.orderId
}

function inSnakeCase(payload: unknown): unknown {
  if (payload === null || typeof payload !== 'object' || Array.isArray(payload)) return payload
  const renamed = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [renamed(key), value]))
}
