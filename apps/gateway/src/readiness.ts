export interface Checks {
  identity: () => Promise<unknown>
  orders: () => Promise<unknown>
  inventory: () => Promise<unknown>
  redis: () => Promise<unknown>
}

/** What `/readyz` says: at once that it drains, or each part up or down within a second. Only `identity` makes a gateway unready; the shop degrades without the others. */
export function readinessOf(
  checks: Checks,
  { isDraining, within }: { isDraining: () => boolean; within: (ms: number) => AbortSignal },
) {
  return async (): Promise<{ status: 'ready' | 'unready'; checks: Record<string, 'up' | 'down'> }> => {
    if (isDraining()) return { status: 'unready', checks: { draining: 'down' } }
    const signal = within(1_000)
    const late = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
    )
    late.catch(() => undefined)
    const state = (check: () => Promise<unknown>) =>
      Promise.race([check(), late]).then(
        () => 'up' as const,
        () => 'down' as const,
      )
    const [identity, orders, inventory, redis] = await Promise.all([
      state(checks.identity),
      state(checks.orders),
      state(checks.inventory),
      state(checks.redis),
    ])
    const status = identity === 'up' ? ('ready' as const) : ('unready' as const)
    return { status, checks: { identity, orders, inventory, redis } }
  }
}
