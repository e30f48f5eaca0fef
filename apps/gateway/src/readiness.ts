import type { Clock } from '@switchyard/runtime/clock'

export interface Checks {
  identity: () => Promise<unknown>
  orders: () => Promise<unknown>
  inventory: () => Promise<unknown>
  redis: () => Promise<unknown>
}

/** What `/readyz` says. */
export interface Readiness {
  status: 'ready' | 'unready'
  checks: Record<string, 'up' | 'down'>
}

/** Whoever asks is never refused, so an answer is given again for so long: a crowd of them would keep the parts from their work. */
const sharedMs = 250
const drains: Readiness = { status: 'unready', checks: { draining: 'down' } }

/**
 * Says at once that a gateway drains, or of each part within a second whether it is up; all who ask at about the same time share
 * one look. Only `identity` makes a gateway unready; the shop degrades without the others.
 */
export function readinessOf(
  checks: Checks,
  {
    isDraining,
    within,
    after,
  }: { isDraining: () => boolean; within: (ms: number) => AbortSignal; after: Clock['after'] },
) {
  let look: Promise<Readiness> | undefined
  const forget = () => {
    look = undefined
  }
  return async (): Promise<Readiness> => {
    if (isDraining()) return drains
    look ??= lookAt(checks, within(1_000)).finally(() => after(sharedMs, forget))
    const found = await look
    return isDraining() ? drains : found
  }
}

async function lookAt(checks: Checks, signal: AbortSignal): Promise<Readiness> {
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
