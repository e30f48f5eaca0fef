import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Entry, RegistryStore, RegistryTimes, Watch } from './discovery.ts'
import { createView } from './view.ts'

const firstReadMsMax = 1_000
/** Until there is a view at all, a failed reading is repeated this soon. */
const firstRereadMs = 100

interface WatchOptions {
  store: RegistryStore
  service: string
  listener: (entries: readonly Entry[]) => void
  clock: Clock
  log: Log
  times: RegistryTimes
}

/** Keeps a view of one service, read when the store says so and at intervals; a failed reading leaves the view as it is. */
export function watchService({ store, service, listener, clock, log, times }: WatchOptions): Watch {
  const closed = new AbortController()
  const first = Promise.withResolvers<void>()
  const view = createView({ clock, preserveMs: times.preserveMs })
  let wake = new AbortController()
  let away = false
  let seen = false

  const read = async () => {
    try {
      const changed = view.take(await store.list(service))
      if (away) log.info({ service }, 'the registry is back')
      away = false
      if (changed && !closed.signal.aborted) listener(view.entries)
      seen = true
      first.resolve()
    } catch (error) {
      if (!away) log.warn({ err: error, service }, 'the registry is away; keeping the last good view')
      away = true
    }
  }
  const follow = async () => {
    while (!closed.signal.aborted) {
      wake = new AbortController()
      await read()
      await clock.sleep(seen ? times.rereadMs : firstRereadMs, wake.signal)
    }
  }

  const stopListening = store.onChange(service, () => wake.abort())
  void follow()
  void clock.sleep(firstReadMsMax, closed.signal).then(() => first.resolve())
  return {
    get entries() {
      return view.entries
    },
    ready: first.promise,
    closed: closed.signal,
    close() {
      closed.abort()
      wake.abort()
      stopListening()
    },
  }
}
