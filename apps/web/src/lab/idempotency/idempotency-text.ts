import type { Reading } from '../read-list'

/** What the page of idempotent requests says and where it sends its readers. */
export const idempotencyText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'An answer that does not come says nothing: the order may be taken, or lost, or on its way. Whoever may not ask again must choose between none and two.',
    'So every order comes under a key of the buyer’s own. The statement that writes the order writes the answer beside it; either both are there or neither is. A repeat finds it and gets those bytes. One that comes meanwhile waits on the row, for a second at most. Another order under the same key is a mistake, and is told so rather than guessed.',
    'A key is worth something only with who used it: yours opens nothing of anybody else’s.',
  ],
  readings: [
    { path: 'apps/orders/src/idempotency.ts', what: 'acts once a key, and answers every repeat' },
    { path: 'apps/orders/src/key-store.ts', what: 'the answer as a row, written by the order’s own statement' },
    { path: 'apps/orders/src/place-order.ts', what: 'where an order is placed under its key' },
    { path: 'apps/web/src/checkout/attempt.ts', what: 'why the checkout keeps its key until it was answered' },
    { path: 'apps/orders/src/place-order.integration.test.ts', what: 'what is guaranteed' },
    {
      path: 'verify/bugs/key-beside-the-order.patch',
      what: 'the mistake of storing the key in a statement of its own',
    },
    { path: 'verify/bugs/key-of-anybody.patch', what: 'the mistake of forgetting whose key it is' },
    { path: 'docs/patterns.md', what: 'S7: where it is proved' },
  ],
}
