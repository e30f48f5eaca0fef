import type { Timers } from './timers.ts'
import type { Runnable } from './topology.ts'

/** What the outside may see of an instance; `id` outlives restarts, `pid`, `port` and `startedAt` do not. */
export interface Instance {
  readonly id: string
  readonly service: Runnable
  readonly pid: number | null
  readonly port: number | null
  readonly version: string
  readonly state: InstanceState
  readonly restarts: number
  /** ISO time of the latest start; null before the first. */
  readonly startedAt: string | null
}

/** Ready: takes traffic. Draining: finishes what it has. Frozen: alive but silent. Dead: no process. */
export type InstanceState = 'starting' | 'ready' | 'draining' | 'frozen' | 'dead'

/** A process that was launched; every method is safe after its end. */
export interface LaunchedProcess {
  readonly pid: number | undefined
  /** Asks it to end cleanly. */
  terminate(): void
  /** Ends it, without asking. */
  kill(): void
  freeze(): void
  thaw(): void
  /** Says something over its channel; engines and Next.js listen to none. */
  tell?(message: object): void
}

/** Starts a process and tells when it serves (again with a new port after a reload) and, once, when it has ended. */
export type Launch = (events: { ready(port: number): void; ended(): void }) => LaunchedProcess

/** How long a slot waits, in milliseconds; the defaults are what `npm start` uses. */
export const slotLimits = {
  restartDelayMs: 250,
  restartDelayMsMax: 5_000,
  /** Ready for this long, a crash counts as the first again. */
  healthyMs: 10_000,
  /** Not ready by then: killed and started anew. */
  startMsMax: 60_000,
  /** Not gone by then after a drain: killed. */
  drainMsMax: 15_000,
}

/**
 * One place for an instance, such as `orders-1`: keeps a process in it for as long as one is wanted, starting again what
 * dies after 250 ms, doubling to 5 s. `onChange` is called after each change of state.
 */
export class Slot {
  readonly id: string
  readonly service: Runnable
  readonly #options: SlotOptions
  readonly #limits: typeof slotLimits
  #state: InstanceState = 'dead'
  #stateOnThaw: InstanceState = 'dead'
  #wanted = false
  #process: LaunchedProcess | undefined
  #port: number | null = null
  #starts = 0
  #startedAt: number | undefined
  #failuresInARow = 0
  #cancelTimer = () => {}
  #onGone: (() => void)[] = []

  constructor(options: SlotOptions) {
    this.id = options.id
    this.service = options.service
    this.#options = options
    this.#limits = { ...slotLimits, ...options.limits }
  }

  get state(): InstanceState {
    return this.#state
  }

  /** Whether a process should be here, now or after the restart delay. */
  get wanted(): boolean {
    return this.#wanted
  }

  /** Ends without having been ready for long, in a row: what tells a crash loop from a crash. */
  get failuresInARow(): number {
    return this.#failuresInARow
  }

  view(): Instance {
    return {
      id: this.id,
      service: this.service,
      pid: this.#state === 'dead' ? null : (this.#process?.pid ?? null),
      port: this.#state === 'dead' ? null : this.#port,
      version: this.#options.version,
      state: this.#state,
      restarts: Math.max(0, this.#starts - 1),
      startedAt: this.#startedAt === undefined ? null : new Date(this.#startedAt).toISOString(),
    }
  }

  /** Wants a process here: starts one now, or as soon as the one that is ending is gone. */
  start(): void {
    this.#wanted = true
    if (this.#process === undefined) this.#launch()
  }

  /** SIGKILL. A service comes back by itself, an engine at the next {@link start}. */
  kill(): void {
    if (this.#options.staysDeadWhenKilled === true) this.#wanted = false
    if (this.#process === undefined) return
    this.#cancelTimer()
    this.#become('dead')
    this.#process.kill()
  }

  /** SIGTERM, and SIGKILL after a while; the slot stays dead until {@link start}. */
  drain(): void {
    this.#wanted = false
    this.#cancelTimer()
    const process = this.#process
    if (process === undefined || this.#state === 'dead') return
    if (this.#state === 'frozen') process.thaw()
    this.#become('draining')
    process.terminate()
    this.#cancelTimer = this.#options.timers.after(this.#limits.drainMsMax, () => process.kill())
  }

  /** SIGSTOP: connections stay open and nothing answers. False when there is nothing to freeze. */
  freeze(): boolean {
    if (this.#process === undefined || this.#state === 'dead') return false
    if (this.#state === 'frozen') return true
    this.#cancelTimer()
    this.#stateOnThaw = this.#state
    this.#process.freeze()
    this.#become('frozen')
    return true
  }

  thaw(): void {
    if (this.#state !== 'frozen') return
    this.#process?.thaw()
    this.#become(this.#stateOnThaw)
    this.#watch()
  }

  /** Drains and resolves when no process is left, killing it after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.drain()
    const process = this.#process
    if (process === undefined) return
    const gone = new Promise<void>((resolve) => this.#onGone.push(resolve))
    const cancel = this.#options.timers.after(graceMs, () => process.kill())
    await gone
    cancel()
  }

  #launch(): void {
    this.#cancelTimer()
    this.#starts += 1
    this.#startedAt = this.#options.timers.now()
    this.#port = null
    const generation = this.#starts
    const ifCurrent = (act: () => void) => () => {
      if (generation === this.#starts && this.#process !== undefined) act()
    }
    this.#state = 'starting'
    this.#process = this.#options.launch({
      ready: (port) => ifCurrent(() => this.#ready(port))(),
      ended: ifCurrent(() => this.#ended()),
    })
    this.#watch()
    this.#options.onChange?.()
  }

  #ready(port: number): void {
    this.#port = port
    if (this.#state === 'frozen' && this.#stateOnThaw === 'starting') this.#stateOnThaw = 'ready'
    if (this.#state !== 'starting' && this.#state !== 'ready') return
    this.#become('ready')
    this.#watch()
  }

  #ended(): void {
    this.#cancelTimer()
    this.#process = undefined
    if (this.#wanted) this.#restartLater()
    this.#become('dead')
    for (const resolve of this.#onGone.splice(0)) resolve()
  }

  #restartLater(): void {
    const { restartDelayMs, restartDelayMsMax } = this.#limits
    const delayMs = Math.min(restartDelayMs * 2 ** this.#failuresInARow, restartDelayMsMax)
    this.#failuresInARow += 1
    this.#cancelTimer = this.#options.timers.after(delayMs, () => this.#launch())
  }

  /** Sets the one timer that fits the state: too long in starting is a failure, long enough in ready a recovery. */
  #watch(): void {
    this.#cancelTimer()
    const process = this.#process
    const after = (delayMs: number, act: () => void) => {
      this.#cancelTimer = this.#options.timers.after(delayMs, act)
    }
    if (this.#state === 'starting') after(this.#limits.startMsMax, () => process?.kill())
    if (this.#state === 'draining') after(this.#limits.drainMsMax, () => process?.kill())
    if (this.#state === 'ready') {
      after(this.#limits.healthyMs, () => {
        this.#failuresInARow = 0
      })
    }
  }

  #become(state: InstanceState): void {
    if (this.#state === state && state !== 'ready') return
    this.#state = state
    this.#options.onChange?.()
  }
}

/** What a {@link Slot} is made of. */
export interface SlotOptions {
  readonly id: string
  readonly service: Runnable
  readonly version: string
  readonly launch: Launch
  readonly timers: Timers
  readonly limits?: Partial<typeof slotLimits>
  /** For engines: killed on purpose, they wait for {@link Slot.start}. */
  readonly staysDeadWhenKilled?: boolean
  readonly onChange?: () => void
}
