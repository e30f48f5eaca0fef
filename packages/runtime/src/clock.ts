/** Time as a dependency: everything that reads a clock or waits takes one of these, so that tests decide what time it is. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Resolves after `ms`, or as soon as the signal aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Runs something after `ms` unless what it returns is called before; cheaper than a sleep that is given up. */
  after(ms: number, run: () => void): () => void
}

/** The machine's own time, for composition roots. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal?.addEventListener('abort', done, { once: true })
    }),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** A clock that stands still until `advance` moves it; sleepers wake in the order of their alarms. */
export class TestClock implements Clock {
  #now: number
  #sleepers: { at: number; wake: () => void }[] = []

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const sleeper = { at: this.#now + ms, wake: resolve }
      this.#sleepers.push(sleeper)
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
        resolve()
      })
    })
  }

  after(ms: number, run: () => void): () => void {
    const sleeper = { at: this.#now + ms, wake: run }
    this.#sleepers.push(sleeper)
    return () => {
      this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
    }
  }

  /** Moves time on once all that has begun sleeps, waking each sleeper at its moment and letting it run before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await settled()
    for (;;) {
      const next = this.#sleepers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      this.#now = next.at
      this.#sleepers = this.#sleepers.filter((other) => other !== next)
      next.wake()
      await settled()
    }
    this.#now = end
    await settled()
  }
}

/** Lets everything that is already resolved run on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
