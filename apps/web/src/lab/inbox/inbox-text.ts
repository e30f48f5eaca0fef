import type { Reading } from '../read-list'

/** What the page of the inbox says and where it sends its readers. */
export const inboxText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'A sender that hears nothing must send again, so whatever is sent at least once comes more than once: five times, late, and in another order. Exactly once is nothing that a queue can give.',
    'So the receiver remembers. One statement notes the message’s id in the inbox and does what the message asks; a second copy finds the note, and the same statement does nothing.',
    'What if it did not remember? A patch takes the note away, the same shop runs with it, and the checker says what breaks: one command has two answers. That run proves that this page could show otherwise.',
  ],
  readings: [
    { path: 'packages/messaging/src/inbox.ts', what: 'the note, as a part of the statement that does something' },
    { path: 'verify/bugs/no-inbox.patch', what: 'the inbox taken away; the checker must find it' },
    { path: 'verify/src/seeded-bugs.integration.test.ts', what: 'where that is tried with every npm test' },
    { path: 'apps/inventory/src/stock-store.ts', what: 'reserve, commit, release: inbox, move and answer in one' },
    { path: 'packages/messaging/src/copies.ts', what: 'how this page delivers again' },
    { path: 'packages/messaging/src/row-digests.ts', what: 'how it knows that no row was written' },
    { path: 'apps/orders/src/fulfilment.integration.test.ts', what: 'what is guaranteed' },
    { path: 'docs/patterns.md', what: 'M4: where it is proved' },
  ],
}
