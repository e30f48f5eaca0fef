import type { Reading } from '../read-list'

/** What the page of dead letters says and where it sends its readers. */
export const deadLettersText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'A message that nobody can apply must neither be tried for ever nor be thrown away. What cannot be read is put aside at once, for no retry mends it; what fails is tried for about 25 seconds first. A database that is away is no fault of the message: then it waits for as long as that takes.',
    'The letter lies in the database of the service that could not apply it, so no loss of Redis touches it. It keeps its id: a replay passes the same inbox as the first try, and its effect happens once. A change is held to the contract before it is kept, and everything that anybody does stands in its history.',
  ],
  readings: [
    { path: 'packages/messaging/src/receive.ts', what: 'where a message is applied, tried again or put aside' },
    { path: 'packages/messaging/src/dead-letter.ts', what: 'keeps it, with all reasons' },
    { path: 'packages/messaging/src/dead-letter-desk.ts', what: 'mend, replay, drop: one statement each' },
    { path: 'packages/messaging/src/replay.ts', what: 'sends it until it has taken effect' },
    { path: 'packages/messaging/src/inbox.ts', what: 'why the effect happens once' },
    { path: 'packages/messaging/src/dead-letter-desk.integration.test.ts', what: 'what is guaranteed' },
    { path: 'docs/patterns.md', what: 'M6: where it is proved' },
  ],
}
