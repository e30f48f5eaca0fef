import type { Clock } from '@switchyard/runtime/clock'
import type { Engine } from './engine.ts'
import type { Route } from './routes.ts'

const lookMs = 500
/** Letters that may wait on one queue; beyond it messages stay in the outbox, where they cost no memory. */
const backlogMaxDefault = 10_000

export interface PressureOptions {
  engine: Pick<Engine, 'depth'>
  clock: Clock
  routes: readonly Route[]
  backlogMax?: number
}

/** BACK-PRESSURE: knows which queues are full, from counts of half a second ago. A full queue holds back only what goes there. */
export class Pressure {
  readonly #options: PressureOptions
  readonly #backlogs = new Map<string, number>()
  #lookedAt = 0
  #looking = false

  constructor(options: PressureOptions) {
    this.#options = options
  }

  /** From now on this queue is counted. */
  watch(queue: string): void {
    if (!this.#backlogs.has(queue)) this.#backlogs.set(queue, 0)
  }

  /** Names of the messages that should wait in the outbox. */
  held(): string[] {
    const { routes, backlogMax = backlogMaxDefault } = this.#options
    const full = [...this.#backlogs].filter(([, backlog]) => backlog >= backlogMax).map(([queue]) => queue)
    // A command's queue bears its name.
    return [...full, ...routes.filter(({ queue }) => full.includes(queue)).map(({ name }) => name)]
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
    this.#looking = false
  }
}
