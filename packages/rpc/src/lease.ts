import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Entry, Lease, RegistryStore, RegistryTimes } from './discovery.ts'

const releaseMsMax = 1_000

interface LeaseOptions {
  store: RegistryStore
  entry: Entry
  clock: Clock
  log: Log
  times: RegistryTimes
}

/** Registers an entry and says it again in full every beat, so that whatever the registry forgets comes back by itself. */
export async function keepLease({ store, entry, clock, log, times }: LeaseOptions): Promise<Lease> {
  const released = new AbortController()
  let away = false

  const beat = async () => {
    try {
      await store.put(entry, times.ttlMs)
      if (away) log.info({ service: entry.service }, 'registered again')
      away = false
    } catch (error) {
      if (!away) log.warn({ err: error }, 'the registry is away; registering again every beat')
      away = true
    }
  }
  const keep = async () => {
    for (;;) {
      await clock.sleep(times.beatMs, released.signal)
      if (released.signal.aborted) return
      await beat()
    }
  }

  await beat()
  const beating = keep()
  return {
    forget: () => released.abort(),
    async release() {
      released.abort()
      const removed = beating.then(() => store.remove(entry, times.ttlMs))
      const gone = removed.catch((error) => log.warn({ err: error }, 'could not deregister'))
      await Promise.race([gone, clock.sleep(releaseMsMax)])
    },
  }
}
