import type { Clock } from '@switchyard/runtime/clock'
import { type Arrival, type JobState, type Letter, NotYet, type QueueDepth } from './engine.ts'
import { putOffMs, retryDelayMs } from './retry-delay.ts'

/** A letter on a queue, with what has become of it so far. */
export interface Job {
  readonly id: string
  /** As text, so that nobody shares an object with anybody. */
  readonly text: string
  readonly low: boolean
  state: 'waiting' | 'active' | 'delayed'
  attempts: number
  starts: number
  stalls: number
  failures: string[]
  /** Times that it is still to be delivered after this one. */
  again: number
}

/** One queue of a memory broker: first come, first served, those that may wait last. */
export class MemoryQueue {
  readonly #clock: Clock
  readonly #jobs = new Map<string, Job>()
  #order: Job[] = []
  readonly #listeners = new Set<() => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Adds a letter, unless it is there; `ahead` puts it before those that came earlier. */
  add(letter: Letter, { copies, ahead }: { copies: number; ahead: boolean }): void {
    if (this.#jobs.has(letter.id)) return
    const { id, priority } = letter
    const fresh = { state: 'waiting' as const, attempts: 0, starts: 0, stalls: 0, failures: [] }
    const job: Job = { id, text: JSON.stringify(letter), low: priority === 'low', ...fresh, again: copies - 1 }
    this.#jobs.set(id, job)
    if (ahead) this.#order.unshift(job)
    else this.#order.push(job)
    this.tell()
  }

  /** The next letter, which is then in somebody's hand. */
  take(): Job | undefined {
    const next = this.#order.find(({ low }) => !low) ?? this.#order[0]
    if (!next) return undefined
    this.#order = this.#order.filter((job) => job !== next)
    next.state = 'active'
    next.starts += 1
    return next
  }

  arrivalOf({ id, text, attempts, failures }: Job): Arrival {
    return { id, letter: JSON.parse(text), attempt: attempts + 1, failures: [...failures] }
  }

  done(job: Job): void {
    if (!this.#holds(job)) return
    if (job.again === 0) this.#jobs.delete(job.id)
    else {
      job.again -= 1
      this.#wait(job)
    }
  }

  failed(job: Job, error: unknown): void {
    if (!this.#holds(job)) return
    if (!(error instanceof NotYet)) {
      job.attempts += 1
      job.failures.push(String(error))
    }
    job.state = 'delayed'
    const restMs = error instanceof NotYet ? putOffMs(job.starts, job.id) : retryDelayMs(job.attempts, job.id)
    this.#clock.after(restMs, () => {
      if (this.#jobs.get(job.id) === job) this.#wait(job)
    })
  }

  /** Whoever had it in hand is gone. */
  stalled(job: Job): void {
    if (!this.#holds(job)) return
    job.stalls += 1
    this.#wait(job)
  }

  stateOf(id: string): JobState {
    return this.#jobs.get(id)?.state ?? 'gone'
  }

  depth(): QueueDepth {
    const count = (state: Job['state']) => [...this.#jobs.values()].filter((job) => job.state === state).length
    return { active: count('active'), waiting: count('waiting'), delayed: count('delayed'), failed: 0 }
  }

  wipe(): void {
    this.#jobs.clear()
    this.#order = []
  }

  /** Calls back whenever there may be something to take; returns what ends that. */
  onWork(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Whether the queue still counts this job as in hand: it may have been lost, or given to another, meanwhile. */
  #holds(job: Job): boolean {
    return this.#jobs.get(job.id) === job && job.state === 'active'
  }

  #wait(job: Job): void {
    job.state = 'waiting'
    this.#order.push(job)
    this.tell()
  }

  /** Lets everybody who listens look again. */
  tell(): void {
    for (const listener of this.#listeners) queueMicrotask(listener)
  }
}
