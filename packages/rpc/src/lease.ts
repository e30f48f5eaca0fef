import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import type { Entry, Lease, RegistryStore, RegistryTimes } from './discovery.ts'
import { idOf, signedAgainMs, signRegistration } from './registration.ts'
import type { Seal } from './seal.ts'

const releaseMsMax = 1_000
/** While the registry is away it is tried this often: once it is back, everybody is in it before their callers need it. */
const awayMs = 250

interface LeaseOptions {
  store: RegistryStore
  identity: Seal
  entry: Entry
  clock: Clock
  log: Log
  times: RegistryTimes
}

/** Registers an entry and says it again in full every beat, so that whatever the registry forgets comes back by itself. */
export async function keepLease(options: LeaseOptions): Promise<Lease> {
  const { store, entry, clock, log, times } = options
  const { service } = entry
  const { ttlMs } = times
  const id = idOf(entry)
  const released = new AbortController()
  const present = await presence(options)
  let away = false
  let hint = true

  const beat = async () => {
    try {
      await store.put({ service, id, text: await present() }, { ttlMs, hint })
      if (away) log.info({ service }, 'registered again')
      away = false
      hint = false
    } catch (error) {
      if (!away) log.warn({ err: error }, 'the registry is away; registering again and again')
      away = true
    }
  }
  const keep = async () => {
    for (;;) {
      await clock.sleep(away ? Math.min(awayMs, times.beatMs) : times.beatMs, released.signal)
      if (released.signal.aborted) return
      await beat()
    }
  }
  const sayFarewell = async () => {
    const text = await signRegistration({ ...options, ttlMs, leaves: true })
    await store.put({ service, id, text }, { ttlMs, hint: true })
  }

  await beat()
  const beating = keep()
  return {
    forget: () => released.abort(),
    async release() {
      released.abort()
      const told = beating.then(sayFarewell).then(
        () => true,
        (error) => {
          log.warn({ err: error }, 'could not deregister')
          return false
        },
      )
      return await Promise.race([told, clock.sleep(releaseMsMax).then(() => false)])
    },
  }
}

/** What an instance says while it is there: the same text until it is time to sign it again. Rejects when nobody would believe it. */
async function presence({ identity, entry, clock, times: { ttlMs } }: LeaseOptions): Promise<() => Promise<string>> {
  const sign = () => signRegistration({ identity, entry, ttlMs, leaves: false })
  let text = await sign()
  let signedAtMs = clock.now()
  return async () => {
    if (clock.now() - signedAtMs < signedAgainMs) return text
    text = await sign()
    signedAtMs = clock.now()
    return text
  }
}
