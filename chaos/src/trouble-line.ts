import type { Trouble } from './fault-proxy.ts'
import type { Strike } from './strike.ts'

/** Troubles every connection to the target, those that are open and those that come, by the proxy in front of it. */
export function troubleLine(trouble: Trouble): Strike {
  return async ({ target, ground: { proxies }, clock }) => {
    const proxy = proxies?.of(target.id)
    if (proxy === undefined) throw new Error(`no proxy stands in front of ${target.id}`)
    const fromMs = clock.now()
    proxy.trouble(trouble)
    return {
      heal: async () => proxy.trouble({}),
      findings: () => ({ lastRequestMs: Math.max(0, (proxy.lastRequestAtMs() ?? fromMs) - fromMs) }),
    }
  }
}
