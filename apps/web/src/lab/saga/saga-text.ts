import type { Reading } from '../read-list'

/** What the saga's page says and where it sends its readers. */
export const sagaText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'Stock and money live in two databases, and no transaction spans both. So an order goes forward in steps, each a transaction of its own that knows how to be taken back.',
    'Before the pivot, the captured charge, a refusal turns it back: what was begun is undone, all of it at once. After the pivot it only goes forward, unless the hold on the stock is gone. A bank that is away is asked again until the deadline of the whole, then the answer is an honest no.',
    'Where it stands is rows, and each step has one id for ever. So any process may die at any moment: another goes on, and asking twice is asking once.',
  ],
  readings: [
    { path: 'apps/orders/src/fulfil-order.saga.ts', what: 'the steps and their undo, as a table' },
    { path: 'packages/messaging/src/advance.ts', what: 'what moves any such table, without a clock or a database' },
    { path: 'apps/orders/src/fulfilment.ts', what: 'what each move means for an order' },
    { path: 'apps/orders/src/take-back-order.ts', what: 'cancel and return: the two ways to ask for the way back' },
    { path: 'docs/fulfilment.md', what: 'the table and its states, drawn from the code' },
    { path: 'proofs/src/crash.integration.test.ts', what: 'a process that dies at any boundary of any step' },
    { path: 'docs/decisions/0006-saga-state-in-postgres.md', what: 'why its state is rows' },
    { path: 'docs/patterns.md', what: 'M5: where it is proved' },
  ],
}
