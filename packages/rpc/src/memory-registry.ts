import type { Clock } from '@switchyard/runtime/clock'
import { listingLimits, type Registration, type RegistryStore } from './discovery.ts'

/** A registry within one process, for tests and for trying a service alone. Give all of them the same one. */
export function memoryRegistryStore({ clock }: { clock: Clock }): RegistryStore {
  const leases = new Map<string, { registration: Registration; untilMs: number }>()
  let turn = 0
  const listeners = new Set<{ service: string; listener: () => void }>()

  return {
    async put({ service, id, text }, { ttlMs, hint }) {
      const name = `${service}/${id}`
      const isNew = (leases.get(name)?.untilMs ?? 0) <= clock.now()
      leases.set(name, { registration: { service, id, text }, untilMs: clock.now() + ttlMs })
      for (const [other, { untilMs }] of leases) if (untilMs <= clock.now()) leases.delete(other)
      if (!isNew && !hint) return
      for (const other of listeners) if (other.service === service) queueMicrotask(other.listener)
    },
    async list(service) {
      const nowMs = clock.now()
      const valid = [...leases.values()].filter(
        ({ registration, untilMs }) => registration.service === service && untilMs > nowMs,
      )
      const whole = valid.length <= listingLimits.registrations
      if (!whole) turn += listingLimits.registrations
      const start = turn % (valid.length || 1)
      const part = [...valid.slice(start), ...valid.slice(0, start)].slice(0, listingLimits.registrations)
      const kept = part.map(({ registration: { id, text }, untilMs }) => ({
        id: id.slice(0, listingLimits.idBytes),
        text: Buffer.byteLength(text) > listingLimits.textBytes ? '' : text,
        expiresInMs: untilMs - nowMs,
      }))
      return { kept, whole }
    },
    onChange(service, listener) {
      const subscription = { service, listener }
      listeners.add(subscription)
      return () => listeners.delete(subscription)
    },
    async close() {
      listeners.clear()
    },
  }
}
