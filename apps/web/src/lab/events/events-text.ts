import type { Reading } from '../read-list'

/** What the page of publish-subscribe says and where it sends its readers. */
export const eventsText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'Whoever tells an event does not know who listens. The table of the contracts does: for each subscriber in it the sender writes one delivery beside the event, in the same transaction. So nobody is forgotten while it is down, and nobody is asked.',
    'Every subscriber has a queue and retries of its own. One that fails costs the others nothing and misses nothing.',
    'What was told can be told again, any span of it, to one subscriber: to one that was repaired, or one that is new. It comes behind everything that is new. The inbox knows what had its effect, so a replay changes nothing where nothing was missed.',
  ],
  readings: [
    { path: 'packages/contracts/src/subscribers.ts', what: 'who hears what' },
    { path: 'packages/messaging/src/pub-sub.ts', what: 'a subscriber: its queue bears its name' },
    { path: 'packages/messaging/src/outbox-claim.ts', what: 'one delivery for each subscriber' },
    { path: 'packages/messaging/src/replay-events.ts', what: 'a span told once more' },
    { path: 'packages/messaging/src/inbox.ts', what: 'why that changes nothing' },
    { path: 'packages/messaging/src/order.ts', what: 'what is heard in order' },
    { path: 'packages/messaging/src/replay-events.integration.test.ts', what: 'what is guaranteed' },
    { path: 'docs/patterns.md', what: 'M2: where it is proved' },
  ],
}
