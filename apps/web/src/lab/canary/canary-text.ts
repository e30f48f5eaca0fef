import type { Reading } from '../read-list'

/** What the page of canaries says and where it sends its readers. */
export const canaryText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'A test proves what somebody thought of; the rest is found by real calls. So a new version starts as one instance with a small weight, beside those that are known to work, and gets its part of the calls.',
    'It is held to the others. Does it fail more than twice as often, and a tenth of its calls at least, each caller withdraws it by itself: its weight counts as nothing. Most of its failures nobody hears, for such a call is made again elsewhere.',
    'Whoever wants to see a version names it: the header x-switchyard-version pins a request and all that follows from it, also to one that was withdrawn.',
  ],
  readings: [
    { path: 'packages/rpc/src/canary.ts', what: 'how a version is judged, and withdrawn' },
    { path: 'apps/gateway/src/pinned-versions.ts', what: 'the header that pins' },
    { path: 'packages/rpc/src/peers.ts', what: 'who is there to choose among' },
    { path: 'host/src/supervisor.ts', what: 'starts an instance as another version' },
    { path: 'packages/rpc/src/canary.test.ts', what: 'what it guarantees' },
    { path: 'apps/gateway/src/pinned-versions.test.ts', what: 'the same through the gateway' },
    { path: 'docs/patterns.md', what: 'G8: where it is proved' },
  ],
}
