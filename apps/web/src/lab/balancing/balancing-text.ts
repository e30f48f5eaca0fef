import type { Reading } from '../read-list'

/** What the page of load balancing says and where it sends its readers. */
export const balancingText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'Round robin is fair to instances and blind to you: a slow one gets every second call, and a queue. Least pending of two looks at two instances drawn at random and takes the one with fewer calls waiting for it. A slow instance has more waiting, so it is given less, and nobody had to measure anything.',
    'Two are enough: a caller that always took the very best would meet every other caller there. Weights send a newcomer or a canary a chosen share. A hash keeps one key with one instance, for what is warm there.',
    'The caller decides, so there is no box in between that could fail.',
  ],
  readings: [
    { path: 'packages/rpc/src/load-balancer.ts', what: 'who may be chosen at all, and by which strategy' },
    { path: 'packages/rpc/src/least-pending.ts', what: 'the fewer waiting of two, drawn at random' },
    { path: 'packages/rpc/src/round-robin.ts', what: 'one after the other' },
    { path: 'packages/rpc/src/weighted.ts', what: 'shares by weight' },
    { path: 'packages/rpc/src/consistent-hash.ts', what: 'one key, one instance' },
    { path: 'packages/contracts/src/contract.ts', what: 'an operation’s policy, which names its strategy' },
    { path: 'packages/contracts/src/lab.ts', what: 'what a lab may compare' },
    { path: 'docs/patterns.md', what: 'D3: where it is proved' },
  ],
}
