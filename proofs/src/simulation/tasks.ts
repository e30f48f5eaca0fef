/**
 * TASKS: everything that runs in the simulated processes, one at a time. A task runs until it asks something of the world
 * outside, and there it pauses: what comes of that, when, and whether its process is still alive by then, is decided by
 * whoever holds the schedule. So every interleaving at a statement or a request can come about, and none by chance.
 */

/** One way that a pause may end: what it does to the world, and what it returns or throws to the task. */
export interface Way {
  readonly name: string
  readonly weight: number
  act(): unknown
}

/** What a task waits for; the first way is what happens when nothing goes wrong. */
export interface Pause {
  readonly task: Task
  /** As a schedule tells of it. */
  readonly label: string
  readonly ways: readonly [Way, ...Way[]]
  readonly resolve: (value: unknown) => void
}

/** One thing that a process is doing. */
export interface Task {
  /** The instance that does it, such as `orders-1`. */
  readonly process: string
  /** What is in hand: a message's name, say. */
  readonly name: string
  /** Called once it is over, well or not; never when its process dies first. */
  readonly ended: (error: unknown) => void
  /** Called instead when its process dies. */
  readonly died: () => void
}

/** Carries out a way; what it throws, it throws to whoever waits. */
export const done = async (way: Way): Promise<unknown> => way.act()

/** All tasks of all processes. */
export class Tasks {
  readonly pauses: Pause[] = []
  readonly running = new Set<Task>()
  #current: Task | undefined
  #giveBack: () => void = () => undefined

  /** Begins a task and resolves when it pauses or is over. */
  async begin(task: Task, work: () => Promise<unknown>): Promise<void> {
    this.running.add(task)
    const returned = this.#handOver(task)
    work().then(
      () => this.#end(task, undefined),
      (error: unknown) => this.#end(task, error),
    )
    await returned
  }

  /** For ports: waits until the schedule says what comes of this. */
  pause<Answer>(name: string, ways: Pause['ways']): Promise<Answer> {
    const task = this.#current
    if (!task) throw new Error(`${name} was asked by nobody who runs`)
    const { promise, resolve } = Promise.withResolvers<Answer>()
    this.pauses.push({ task, label: `${task.name}: ${name}`, ways, resolve: (value) => resolve(value as Answer) })
    this.#current = undefined
    this.#giveBack()
    return promise
  }

  /** Ends a pause in one of its ways, and resolves when the task pauses again or is over. */
  async goOn(pause: Pause, way: Way): Promise<void> {
    this.pauses.splice(this.pauses.indexOf(pause), 1)
    const returned = this.#handOver(pause.task)
    pause.resolve(done(way))
    await returned
  }

  /** A process dies: nothing that it was doing goes on. */
  kill(process: string): void {
    for (const task of [...this.running].filter((one) => one.process === process)) {
      this.running.delete(task)
      for (const pause of this.pauses.filter((one) => one.task === task)) {
        this.pauses.splice(this.pauses.indexOf(pause), 1)
      }
      task.died()
    }
  }

  #handOver(task: Task): Promise<void> {
    this.#current = task
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#giveBack = resolve
    return promise
  }

  #end(task: Task, error: unknown): void {
    if (!this.running.delete(task)) return
    this.#current = undefined
    task.ended(error)
    this.#giveBack()
  }
}
