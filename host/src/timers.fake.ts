import type { Timers } from './timers.ts'

/** Time for tests: stands still until {@link FakeTimers.pass} moves it, firing what falls due on the way, in order. */
export class FakeTimers implements Timers {
  #now = Date.parse('2030-01-01T00:00:00Z')
  #due: { at: number; callback: () => void }[] = []

  /** How many callbacks are due at some time. */
  get waiting(): number {
    return this.#due.length
  }

  now(): number {
    return this.#now
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.#now + delayMs, callback }
    this.#due.push(timer)
    return () => {
      this.#due = this.#due.filter((each) => each !== timer)
    }
  }

  pass(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const next = this.#due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#due = this.#due.filter((each) => each !== next)
      this.#now = next.at
      next.callback()
    }
    this.#now = end
  }
}
