import type { Reading } from '../read-list'

/** What the page of the patterns around a call says and where it sends its readers. */
export const resilienceText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'A call that fails once usually works the second time, elsewhere. But a service that fails because it is tired must not be asked twice as often: so further tries have a budget, a tenth of the calls and a small reserve; when it is used up, a failure is passed on.',
    'Whoever is silent is left after a ping without an answer; whoever is late is given company, a second try beside the first. Who was refused or silent is out until it answers a ping again, and no visitor pays for finding out.',
    'When nobody answers, the breaker opens: you are told at once instead of after seconds, and it can recover. One deadline covers it all.',
  ],
  readings: [
    { path: 'packages/rpc/src/call-chain.ts', what: 'the chain: every pattern one wrapper, in one list' },
    { path: 'packages/rpc/src/retry.ts', what: 'another try, within the budget' },
    { path: 'packages/rpc/src/token-budget.ts', what: 'what a further try costs' },
    { path: 'packages/rpc/src/hedge.ts', what: 'a second try beside a late one' },
    { path: 'packages/rpc/src/try-timeout.ts', what: 'gives up a try by what was observed' },
    { path: 'packages/rpc/src/circuit-breaker.ts', what: 'closed, open, half-open' },
    { path: 'packages/rpc/src/leave-hung.ts', what: 'tells the hung from the slow' },
    { path: 'packages/rpc/src/ejection.ts', what: 'out, and back by a ping' },
    { path: 'packages/rpc/src/deadline.ts', what: 'one deadline for all tries' },
    { path: 'packages/rpc/src/failover.test.ts', what: 'what a caller sees of all this' },
    { path: 'docs/patterns.md', what: 'S3 to S6: where each is proved' },
  ],
}
