import type { Reading } from '../read-list'

/** What the page of load shedding says and where it sends its readers. */
export const sheddingText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'A process that is asked for more than it can do and tries all of it answers everything late, which is as good as nothing. So a gateway works on so many requests at once and refuses the rest at its door, before it spends anything on them.',
    'How many is found by its own event loop: when it comes late to what is due, fewer are let in; when it is in time again, more.',
    'The contract says how important each call is. Browsing may take three quarters of the places, checkout all: whoever pays finds room. Who finds none waits for milliseconds, and is then told when to come back.',
  ],
  readings: [
    { path: 'apps/gateway/src/shed.ts', what: 'the door: places, lines, and how long one may wait' },
    { path: 'apps/gateway/src/concurrency-limit.ts', what: 'how many at once, by the loop’s lag' },
    { path: 'apps/gateway/src/shed-requests.ts', what: 'the first hook of every request' },
    { path: 'apps/gateway/src/visitors-doors.ts', what: 'the door of your own that you narrow here' },
    { path: 'packages/contracts/src/storefront.ts', what: 'what is checkout, and what is browsing' },
    { path: 'apps/gateway/src/shed.test.ts', what: 'what it guarantees' },
    { path: 'bench/src/cases/overload.ts', what: 'three and ten times the peak, measured' },
    { path: 'docs/patterns.md', what: 'G10: where it is proved' },
  ],
}
