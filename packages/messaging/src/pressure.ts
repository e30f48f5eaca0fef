import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Engine } from './engine.ts'
import type { QueueFaults } from './fault.ts'

const lookMs = 500
/** Letters that may wait on one queue; beyond it messages stay in Postgres, where they cost no memory. */
const backlogMaxDefault = 10_000

export interface PressureOptions {
  engine: Pick<Engine, 'depth'>
  clock: Clock
  log: Log
  backlogMax?: number | undefined
  /** In a lab alone: queues that are full sooner. */
  faults?: Pick<QueueFaults, 'limitOf'> | undefined
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

  /** The queues that take less than so much more for now, and how much. */
  tight(wanted: number): { queue: string; room: number }[] {
    const rooms = [...this.#backlogs].map(([queue, backlog]) => ({ queue, room: this.limitOf(queue) - backlog }))
    return rooms.filter(({ queue, room }) => room > 0 && room < wanted && !this.#full.includes(queue))
  }

  /** How many letters may wait on this queue. */
  limitOf(queue: string): number {
    const { backlogMax = backlogMaxDefault, faults } = this.#options
    return Math.min(backlogMax, faults?.limitOf(queue) ?? backlogMax)
  }

  /** Counts again, unless it did so a moment ago. While the engine is away the last counts stand. */
  async look(): Promise<void> {
    const { engine, clock } = this.#options
    if (this.#looking || clock.now() - this.#lookedAt < lookMs) return
    this.#looking = true
    this.#lookedAt = clock.now()
    const queues = [...this.#backlogs.keys()]
    const depths = await Promise.allSettled(queues.map((queue) => engine.depth(queue)))
    for (const [index, queue] of queues.entries()) {
      const depth = depths[index]
      if (depth?.status === 'fulfilled') this.#backlogs.set(queue, depth.value.waiting + depth.value.delayed)
    }
    const full = [...this.#backlogs]
      .filter(([queue, backlog]) => backlog >= this.limitOf(queue))
      .map(([queue]) => queue)
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
