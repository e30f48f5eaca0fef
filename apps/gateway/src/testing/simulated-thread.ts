/** When a thread is kept from its work, for how long, and whether by work of its own rather than by something else on its core. */
export interface Interruption {
  atMs: number
  forMs: number
  own?: boolean
}

/**
 * A thread whose time is made up: it takes turns as Node's event loop does (what is due, what has arrived, what was put off until
 * then), each thing takes as long as the test says, and it is interrupted when the test says. So what happens is the same each time.
 */
export class SimulatedThread {
  elapsedMs = 0
  cpuMs = 0
  idleMs = 0
  #timers: { atMs: number; run: () => void }[] = []
  #putOff: (() => void)[] = []
  #soon: (() => void)[] = []
  readonly #interruptions: Interruption[]

  constructor(interruptions: readonly Interruption[]) {
    this.#interruptions = interruptions.toSorted((a, b) => a.atMs - b.atMs)
  }

  work(ms: number): void {
    this.cpuMs += ms
    this.#pass(ms)
  }

  after(ms: number, run: () => void): () => void {
    const timer = { atMs: this.elapsedMs + ms, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer)
    }
  }

  /** As a promise does: once whatever runs now has returned. */
  soon(run: () => void): void {
    this.#soon.push(run)
  }

  /** As `setImmediate` does. */
  afterTurn(run: () => void): void {
    this.#putOff.push(run)
  }

  /** One turn of the loop; `nextMs` says when the next comes, and `take` what to do for each of those who have come until then. */
  turn({ nextMs, take }: { nextMs: number; take: (untilMs: number) => Iterable<() => void> }): void {
    const due = this.#timers.filter(({ atMs }) => atMs <= this.elapsedMs)
    this.#timers = this.#timers.filter((one) => !due.includes(one))
    for (const { run } of due) this.#run(run)
    if (this.#putOff.length === 0) this.#restUntil(Math.min(nextMs, ...this.#timers.map(({ atMs }) => atMs)))
    for (const run of take(this.elapsedMs)) this.#run(run)
    for (const run of this.#putOff.splice(0)) this.#run(run)
  }

  #run(run: () => void): void {
    run()
    for (let next = this.#soon.shift(); next; next = this.#soon.shift()) next()
  }

  #restUntil(atMs: number): void {
    const ms = Math.max(0, atMs - this.elapsedMs)
    this.idleMs += ms
    this.#pass(ms)
  }

  #pass(ms: number): void {
    this.elapsedMs += ms
    for (let next = this.#interruptions[0]; next && next.atMs <= this.elapsedMs; next = this.#interruptions[0]) {
      this.elapsedMs += next.forMs
      if (next.own) this.cpuMs += next.forMs
      this.#interruptions.shift()
    }
  }
}
