import type { Reading } from '../read-list'

/** What the page of trust says and where it sends its readers. */
export const trustText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'Services stand on a private network, and somebody may get in there. So being near proves nothing: each call carries a token, signed with the key of the process that calls, for one service and one person, and good for a minute.',
    'The service checks the signature, whose key it is, for whom it is meant, and that its contract names that caller. Then it decides anew what the person may do.',
    'Whoever reads a token in passing can use it at that one service until it is over. They can change nothing in it. Keys are changed while everything runs.',
  ],
  readings: [
    { path: 'packages/rpc/src/tokens.ts', what: 'tokens: made, kept, checked' },
    { path: 'packages/rpc/src/seal.ts', what: 'signatures, with type, audience and life' },
    { path: 'packages/rpc/src/running-calls.ts', what: 'no call is begun before its token is checked' },
    { path: 'apps/gateway/src/lab-tokens.ts', what: 'how this page makes its bad tokens' },
    { path: 'packages/rpc/src/tokens.test.ts', what: 'what is refused' },
    { path: 'host/src/rotate-keys.ts', what: 'how keys are changed' },
    { path: 'e2e/own-stack/rogue-instance.spec.ts', what: 'an intruder in the registry, who gets no call' },
    { path: 'docs/patterns.md', what: 'X3 and D6: where it is proved' },
  ],
}
