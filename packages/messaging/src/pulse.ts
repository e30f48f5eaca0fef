import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'

/** What a beat found: `more` work is waiting, it may rest, or the work is `not-mine` for now: that mends no failure. */
export type Beat = 'more' | 'rest' | 'not-mine'

export interface PulseOptions {
  name: string
  /** The longest rest between two beats. */
  everyMs: number
  work: (signal: AbortSignal) => Promise<Beat>
  clock: Clock
  log: Log
}

const backOffMsFirst = 100
const backOffMsMax = 2_000

/**
 * Work that is done again and again: at once when woken, else every `everyMs`, and never twice at the same time. Any
 * number of wake-ups during a beat become one more beat. After a failure it rests longer each time, whoever wakes it.
 */
export class Pulse {
  readonly #options: PulseOptions
  readonly #stopping = new AbortController()
  #alarm = new AbortController()
  #woken = false
  #failures = 0
  #loop: Promise<void> | undefined

  constructor(options: PulseOptions) {
    this.#options = options
  }

  /** Begins with a beat. */
  start(): void {
    this.#loop ??= this.#run()
  }

  wake(): void {
    if (this.#woken) return
    this.#woken = true
    if (this.#failures === 0) this.#alarm.abort()
  }

  /** Resolves when the beat that runs has ended; its signal is aborted. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#alarm.abort()
    await this.#loop
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#woken = false
      const restMs = await this.#beat()
      if (restMs > 0 && !(this.#woken && this.#failures === 0)) await this.#rest(restMs)
    }
  }

  async #beat(): Promise<number> {
    const { name, everyMs, work, log } = this.#options
    try {
      const found = await work(this.#stopping.signal)
      if (found === 'not-mine') return everyMs
      if (this.#failures > 0) log.info({ work: name }, 'works again')
      this.#failures = 0
      return found === 'more' ? 0 : everyMs
    } catch (error) {
      this.#failures += 1
      if (this.#failures === 1) log.warn({ work: name, err: error }, 'failed, will try again')
      return Math.min(backOffMsFirst * 2 ** (this.#failures - 1), backOffMsMax)
    }
  }

  async #rest(ms: number): Promise<void> {
    if (this.#stopping.signal.aborted) return
    this.#alarm = new AbortController()
    await this.#options.clock.sleep(ms, this.#alarm.signal)
  }
}
