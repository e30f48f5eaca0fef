import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Believer } from './believer.ts'
import type { Entry, RegistryStore, RegistryTimes, Watch } from './discovery.ts'
import { Refusals } from './refusals.ts'
import { createView } from './view.ts'

const firstReadMsMax = 1_000
/** Until there is a view at all, a failed reading is repeated this soon. */
const firstRereadMs = 100
/** However many hints come, readings begin at least this far apart. */
const readingsApartMs = 20

interface WatchOptions {
  store: RegistryStore
  believer: Believer
  service: string
  listener: (entries: readonly Entry[]) => void
  clock: Clock
  log: Log
  times: RegistryTimes
}

/** Keeps a view of one service, read when the store says so and at intervals; a failed reading leaves the view as it is. */
export function watchService(options: WatchOptions): Watch {
  const { store, service, clock, times } = options
  const closed = new AbortController()
  const first = Promise.withResolvers<void>()
  const reader = createReader(options)
  let hinted = new AbortController()

  const follow = async () => {
    while (!closed.signal.aborted) {
      hinted = new AbortController()
      const isGood = await reader.read(closed.signal)
      if (isGood) first.resolve()
      await clock.sleep(readingsApartMs, closed.signal)
      const waitMs = reader.hasRead() ? times.rereadMs : firstRereadMs
      await clock.sleep(waitMs - readingsApartMs, AbortSignal.any([hinted.signal, closed.signal]))
    }
  }

  const stopListening = store.onChange(service, () => hinted.abort())
  void follow()
  void clock.sleep(firstReadMsMax, closed.signal).then(() => first.resolve())
  return {
    get entries() {
      return reader.entries()
    },
    get refused() {
      return reader.refused()
    },
    ready: first.promise,
    closed: closed.signal,
    close() {
      closed.abort()
      stopListening()
    },
  }
}

/** Takes one reading after the other into the view, and tells of what changed. */
function createReader({ store, believer, service, listener, clock, log, times }: WatchOptions) {
  const view = createView({ clock, times })
  const refusals = new Refusals()
  let away = false
  let seen = false

  return {
    entries: () => view.entries,
    refused: () => refusals.latest,
    hasRead: () => seen,
    async read(closed: AbortSignal): Promise<boolean> {
      const askedAtMs = clock.now()
      try {
        const reading = await believer.read(service, await store.list(service))
        const [latest] = refusals.take(reading.refused).slice(-1)
        if (latest) log.warn({ service, ...latest, inAll: reading.refused.length }, 'a registration is not believed')
        const changed = view.take(reading, askedAtMs)
        if (away) log.info({ service }, 'the registry is back')
        away = false
        seen = true
        if (changed && !closed.aborted) listener(view.entries)
        return true
      } catch (error) {
        view.miss()
        if (!away) log.warn({ err: error, service }, 'the registry is away; keeping the last good view')
        away = true
        return false
      }
    },
  }
}
