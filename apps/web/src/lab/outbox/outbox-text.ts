import type { Reading } from '../read-list'

/** What the page of the outbox says and where it sends its readers. */
export const outboxText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'A change that others must hear of is two writes: one to the database, one to the queue. No transaction spans both, so between them lies a moment in which the change is true and nobody will ever be told.',
    'An outbox makes it one write: the message is a row of the same statement. A relay claims rows, publishes, then marks them; if it dies in between, another sends them once more. And because the queue forgets too, each delivery has a row until its receiver acknowledged it: four seconds later the reconciler asks the queue, and sends again what is not there.',
    'So Redis is a hint, and losing it costs seconds.',
  ],
  readings: [
    { path: 'packages/messaging/src/outbox.ts', what: 'the row, as a part of the statement that changes something' },
    { path: 'packages/messaging/src/relay.ts', what: 'claims, publishes, then marks' },
    { path: 'packages/messaging/src/reconcile.ts', what: 'sends again what nobody acknowledged' },
    { path: 'apps/orders/src/lab-notebook.ts', what: 'this page’s notes: both ways, cut off at the same places' },
    { path: 'apps/orders/src/lab-dual-write.ts', what: 'the dual write, which nothing but this page uses' },
    { path: 'packages/messaging/src/messaging.integration.test.ts', what: 'what is guaranteed when Redis is wiped' },
    { path: 'verify/bugs/published-before-the-commit.patch', what: 'the same mistake the other way round' },
    { path: 'docs/decisions/0005-deliveries-and-reconciler.md', what: 'why a delivery is a row' },
    { path: 'docs/patterns.md', what: 'M3, M8: where they are proved' },
  ],
}
