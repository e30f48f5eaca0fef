import type { Fault } from '@switchyard/contracts/lab'
import type { Host } from '@switchyard/gateway/host-client'
import { Failure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'

/** A host that runs nothing: what it is asked to end, scale or hurt it notes, and nobody comes to harm. */
export function idleHost({ clock, newId }: { clock: Clock; newId: () => string }): Host {
  const on = new Map<string, Fault>()
  const instance = {
    ...{ id: 'orders-1', service: 'orders', pid: null, port: null, version: '0.0.0' },
    ...{ state: 'ready' as const, restarts: 0, startedAt: null },
  }
  const known = <Found>(found: Found | undefined, what: string): Found => {
    if (found === undefined) throw new Failure('not_found', { detail: `There is no ${what} here.` })
    return found
  }
  return {
    instances: async () => [instance],
    act: async (id) => known(id === instance.id ? { id, state: 'dead' } : undefined, 'such instance'),
    scale: async (service, instances) => ({ service, instances }),
    faults: async () => [...on.values()],
    injectFault: async (request) => {
      const given = { id: newId(), expiresAt: new Date(clock.now() + request.ttlS * 1_000).toISOString() }
      on.set(given.id, { ...request, ...given })
      // As many as anybody would look at.
      for (const [oldest] of on) if (on.size > 20) on.delete(oldest)
      return given
    },
    healFault: async (id) => {
      known(on.get(id), 'such fault')
      on.delete(id)
      return { id }
    },
  }
}
