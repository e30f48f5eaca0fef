import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Engine } from './engine.ts'

const lookMs = 500
/** Letters that may wait on one queue; beyond it messages stay in Postgres, where they cost no memory. */
export const backlogMaxDefault = 10_000

export interface PressureOptions {
  engine: Pick<Engine, 'depth'>
  clock: Clock
  log: Log
  backlogMax?: number | undefined
}

/**
 * BACK-PRESSURE: knows which queues are full, from counts of half a second ago, and says so. Whoever sends holds back what
 * goes there and nothing else: commands stay in the outbox, and events go to their other subscribers meanwhile.
 */
export class Pressure {
  readonly #options: PressureOptions
  readonly #backlogs = new Map<string, number>()
  #full: readonly string[] = []
  #lookedAt = 0
  #looking = false

  constructor(options: PressureOptions) {
    this.#options = options
  }

  /** From now on this queue is counted. */
  watch(queue: string): void {
    if (!this.#backlogs.has(queue)) this.#backlogs.set(queue, 0)
  }

  /** The queues that take nothing more for now. */
  full(): readonly string[] {
    return this.#full
  }

  /** Counts again, unless it did so a moment ago. While the engine is away the last counts stand. */
  async look(): Promise<void> {
    const { engine, clock, backlogMax = backlogMaxDefault } = this.#options
    if (this.#looking || clock.now() - this.#lookedAt < lookMs) return
    this.#looking = true
    this.#lookedAt = clock.now()
    const queues = [...this.#backlogs.keys()]
    const depths = await Promise.allSettled(queues.map((queue) => engine.depth(queue)))
    for (const [index, queue] of queues.entries()) {
      const depth = depths[index]
      if (depth?.status === 'fulfilled') this.#backlogs.set(queue, depth.value.waiting + depth.value.delayed)
    }
    const full = [...this.#backlogs].filter(([, backlog]) => backlog >= backlogMax).map(([queue]) => queue)
    this.#say(full)
    this.#full = full
    this.#looking = false
  }

  #say(full: readonly string[]): void {
    const { log } = this.#options
    for (const queue of full) {
      const backlog = this.#backlogs.get(queue)
      if (!this.#full.includes(queue))
        log.warn({ queue, backlog }, 'a queue is full, what goes there waits in Postgres')
    }
    for (const queue of this.#full) {
      if (!full.includes(queue)) log.info({ queue }, 'a full queue takes messages again')
    }
  }
}
