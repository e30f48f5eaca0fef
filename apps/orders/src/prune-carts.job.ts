import type { Clock } from '@switchyard/runtime/clock'
import type { CartStore } from './cart-store.ts'

/** How often forgotten bags are looked for. */
export const pruneCartsEveryMs = 3_600_000

const keptMs = 365 * 24 * 3_600_000
const batch = 1_000

/** Empties bags that nobody has touched for a year: the cookie of the guest who filled them is gone by then. */
export const pruneCarts =
  ({ carts, clock }: { carts: Pick<CartStore, 'prune'>; clock: Clock }) =>
  async (signal?: AbortSignal): Promise<void> => {
    while (!signal?.aborted) {
      if ((await carts.prune({ beforeMs: clock.now() - keptMs, limit: batch })) < batch) return
    }
  }
