import type { Clock } from '@switchyard/runtime/clock'
import type { Entry, RegistryStore } from './discovery.ts'

/** A registry within one process, for tests and for trying a service alone. Give all of them the same one. */
export function memoryRegistryStore({ clock }: { clock: Clock }): RegistryStore {
  const leases = new Map<string, { entry: Entry; untilMs: number; ttlMs: number; left: boolean }>()
  const listeners = new Set<{ service: string; listener: () => void }>()
  const changed = (service: string) => {
    for (const other of listeners) if (other.service === service) queueMicrotask(other.listener)
  }
  const valid = (service: string) =>
    [...leases.values()].filter(({ entry, untilMs }) => entry.service === service && untilMs > clock.now())

  return {
    async put(entry, ttlMs) {
      const name = nameOf(entry)
      const known = leases.get(name)
      leases.set(name, { entry, untilMs: clock.now() + ttlMs, ttlMs, left: false })
      if (JSON.stringify(known?.entry) !== JSON.stringify(entry) || known?.left) changed(entry.service)
    },
    async remove(entry, ttlMs) {
      leases.set(nameOf(entry), { entry, untilMs: clock.now() + ttlMs, ttlMs, left: true })
      changed(entry.service)
    },
    async list(service) {
      const known = valid(service)
      return {
        present: known
          .filter(({ left }) => !left)
          .map(({ entry, untilMs, ttlMs }) => ({ ...entry, expiresInMs: untilMs - clock.now(), ttlMs })),
        left: known.filter(({ left }) => left).map(({ entry }) => entry.instanceId),
      }
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

const nameOf = ({ service, instanceId }: Entry) => `${service}/${instanceId}`
