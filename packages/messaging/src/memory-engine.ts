/**
 * The engine within one process, for tests and for trying a service alone: connect every service to the same broker.
 *
 *     const broker = new MemoryBroker({ clock })
 *     composeMessaging({ …, engine: broker.connect() })
 *
 * On demand it loses, doubles and shuffles letters as a real one may.
 */
import type { Clock } from '@switchyard/runtime/clock'
import { type Arrival, type ConsumeOptions, type Engine, EngineAway, type Letter } from './engine.ts'
import { type Job, MemoryQueue } from './memory-queue.ts'

/** Shares of the letters that meet a misfortune on their way onto a queue. */
export interface Mischief {
  random: () => number
  drop?: number
  duplicate?: number
  reorder?: number
}

/** What stands where Redis would: every engine that is connected to it shares its queues. */
export class MemoryBroker {
  readonly #clock: Clock
  readonly #mischief: Mischief
  readonly #queues = new Map<string, MemoryQueue>()
  #away = false

  constructor({ clock, mischief }: { clock: Clock; mischief?: Mischief }) {
    this.#clock = clock
    this.#mischief = mischief ?? { random: () => 1 }
  }

  /** From now on every call fails and nobody is given anything. */
  leave(): void {
    this.#away = true
  }

  comeBack(): void {
    this.#away = false
    for (const queue of this.#queues.values()) queue.tell()
  }

  /** Loses every letter at one moment; what is in hand goes on. */
  wipe(): void {
    for (const queue of this.#queues.values()) queue.wipe()
  }

  /** One process's connection. */
  connect(): Engine {
    const taken = new Set<() => void>()
    return {
      send: async (name, letters) => {
        const queue = this.#ask(name)
        for (const letter of letters) this.#put(queue, letter)
      },
      states: async (name, ids) => {
        const queue = this.#ask(name)
        return ids.map((id) => queue.stateOf(id))
      },
      depth: async (name) => this.#ask(name).depth(),
      consume: (name, options) => {
        const consumer = this.#consume(this.#queueNamed(name), options)
        taken.add(consumer.cut)
        return consumer
      },
      disconnect: () => {
        for (const cut of taken) cut()
      },
    }
  }

  #ask(name: string): MemoryQueue {
    if (this.#away) throw new EngineAway('the broker is away')
    return this.#queueNamed(name)
  }

  #queueNamed(name: string): MemoryQueue {
    const queue = this.#queues.get(name) ?? new MemoryQueue(this.#clock)
    this.#queues.set(name, queue)
    return queue
  }

  #put(queue: MemoryQueue, letter: Letter): void {
    const { random, drop = 0, duplicate = 0, reorder = 0 } = this.#mischief
    if (random() < drop) return
    const copies = random() < duplicate ? 2 : 1
    queue.add(letter, { copies, ahead: random() < reorder })
  }

  #consume(queue: MemoryQueue, { concurrency, receive, abandoned }: ConsumeOptions) {
    const inHand = new Set<{ job: Job; ended: Promise<void> }>()
    let [open, alive] = [true, true]
    const work = async (job: Job) => {
      const arrival: Arrival = queue.arrivalOf(job)
      if (job.stalls > stallsMax) await abandoned(arrival, 'it ended the process that worked on it too often')
      else await receive(arrival)
    }
    const take = () => {
      while (open && !this.#away && inHand.size < concurrency) {
        const job = queue.take()
        if (!job) return
        const ended = work(job).then(
          () => alive && queue.done(job),
          (error: unknown) => alive && queue.failed(job, error),
        )
        const held = {
          job,
          ended: ended.then(() => {
            inHand.delete(held)
            take()
          }),
        }
        inHand.add(held)
      }
    }
    const stopListening = queue.onWork(take)
    take()
    const leave = () => {
      open = false
      stopListening()
    }
    return {
      close: async () => {
        leave()
        await Promise.all([...inHand].map(({ ended }) => ended))
      },
      /** As if its process had died: another gets what it had in hand. */
      cut: () => {
        leave()
        alive = false
        for (const { job } of inHand) queue.stalled(job)
      },
    }
  }
}

/** Times that a letter may take its process with it before it is abandoned. */
const stallsMax = 3
