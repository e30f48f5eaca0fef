import type { Clock } from '@switchyard/runtime/clock'
import type { KeyStore } from './key-store.ts'

/** How often old keys are looked for. */
export const pruneKeysEveryMs = 3_600_000

const keptMs = 7 * 24 * 3_600_000
const batch = 1_000

/** Forgets idempotency keys after seven days, a thousand at a time. */
export const pruneKeys =
  ({ keys, clock }: { keys: Pick<KeyStore, 'prune'>; clock: Clock }) =>
  async (signal?: AbortSignal): Promise<void> => {
    while (!signal?.aborted) {
      if ((await keys.prune({ beforeMs: clock.now() - keptMs, limit: batch })) < batch) return
    }
  }
