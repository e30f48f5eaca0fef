import type { Clock } from '@switchyard/runtime/clock'
import type { WebhookDeliveries } from './webhook-deliveries.ts'

/** How often old deliveries are looked for. */
export const pruneWebhooksEveryMs = 3_600_000

const keptMs = 30 * 24 * 3_600_000
const batch = 1_000

/** Forgets deliveries after thirty days, done or not; the events themselves can still be replayed. */
export const pruneWebhooks =
  ({ deliveries, clock }: { deliveries: Pick<WebhookDeliveries, 'prune'>; clock: Clock }) =>
  async (signal?: AbortSignal): Promise<void> => {
    while (!signal?.aborted) {
      if ((await deliveries.prune({ beforeMs: clock.now() - keptMs, limit: batch })) < batch) return
    }
  }
