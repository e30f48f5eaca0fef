/** One attempt to order: what is ordered, and the key under which the shop answers it once and for all. */
export interface Attempt {
  key: string
  body: string
}

/**
 * The attempt for an order: the stored one as long as the very same thing is ordered, so that a second click, a second
 * tab or a reload asks again under the same key and gets the same order; a new one as soon as anything differs.
 */
export function attemptFor(stored: Attempt | null, order: unknown, newKey: () => string): Attempt {
  const body = JSON.stringify(order)
  return stored?.body === body ? stored : { key: newKey(), body }
}

/** The attempt that is not answered yet, kept in this tab. */
export const openAttempt = {
  read(): Attempt | null {
    try {
      const kept: unknown = JSON.parse(sessionStorage.getItem(name) ?? 'null')
      return isAttempt(kept) ? kept : null
    } catch {
      return null
    }
  },
  keep(attempt: Attempt): void {
    try {
      sessionStorage.setItem(name, JSON.stringify(attempt))
    } catch {
      // The page that stands here still knows it.
    }
  },
  forget(): void {
    try {
      sessionStorage.removeItem(name)
    } catch {
      // Nothing was kept.
    }
  },
}

const name = 'checkout-attempt'

const isAttempt = (kept: unknown): kept is Attempt =>
  typeof kept === 'object' &&
  kept !== null &&
  'key' in kept &&
  typeof kept.key === 'string' &&
  'body' in kept &&
  typeof kept.body === 'string'
