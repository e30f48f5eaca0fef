import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Entry, Watch } from './discovery.ts'
import type { Ping } from './leave-hung.ts'

const pingMsFirst = 50
const pingMsMax = 1_000

/** Leaves out instances that gave no answer. They come back by answering a ping, never by the failure of another user's call. */
export class Ejection {
  readonly #ejected = new Set<Entry>()
  readonly #options: { watch: Watch; ping: Ping; clock: Clock; log: Log }

  constructor(options: { watch: Watch; ping: Ping; clock: Clock; log: Log }) {
    this.#options = options
  }

  /** Whether nobody is out: the usual case, which then costs nothing. */
  get none(): boolean {
    return this.#ejected.size === 0
  }

  has(instance: Entry): boolean {
    return this.#ejected.has(instance)
  }

  /** Takes an instance out until it answers a ping or leaves the registry. */
  eject(instance: Entry): void {
    if (this.#ejected.has(instance)) return
    this.#ejected.add(instance)
    this.#options.log.warn({ instance: instance.instanceId }, 'gives no answer; left out until it answers a ping')
    void this.#awaitReturn(instance)
  }

  async #awaitReturn(instance: Entry) {
    const { watch, ping, clock, log } = this.#options
    for (let waitMs = pingMsFirst; ; waitMs = Math.min(waitMs * 2, pingMsMax)) {
      await clock.sleep(waitMs, watch.closed)
      if (watch.closed.aborted || !watch.entries.includes(instance)) break
      if (await ping(instance)) {
        log.info({ instance: instance.instanceId }, 'answers again')
        break
      }
    }
    this.#ejected.delete(instance)
  }
}
