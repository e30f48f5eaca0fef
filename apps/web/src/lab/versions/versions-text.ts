import type { Reading } from '../read-list'

/** What the page of versions says and where it sends its readers. */
export const versionsText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'Whoever wrote a client yesterday does not change it because we have a better name today. A field that is renamed, or is of another kind, needs a version of its own.',
    'Two shops would drift apart. So version 1 is written as an adapter of version 2: what did not change is the same procedure, what did is asked of version 2 and worded as it used to be. Limits, keys, owners and failures are the same in both.',
    'Every answer of version 1 says since when it is deprecated and when it goes. A client that was recorded is played against every build; it is never recorded anew.',
  ],
  readings: [
    { path: 'apps/gateway/src/versions.ts', what: 'version 1, as an adapter of version 2' },
    { path: 'packages/contracts/src/storefront-v1.ts', what: 'what version 1 promises' },
    { path: 'packages/old-clients/src/client-of-v1.ts', what: 'what a client asked, and what it was answered' },
    { path: 'packages/old-clients/src/surprises.ts', what: 'what would surprise it, and what would not' },
    { path: 'proofs/src/old-client.integration.test.ts', what: 'the same, against the whole shop' },
    { path: 'docs/api-changelog.md', what: 'what changed between the versions' },
    { path: 'docs/patterns.md', what: 'G7: where it is proved' },
  ],
}
