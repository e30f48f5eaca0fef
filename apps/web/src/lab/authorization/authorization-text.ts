import type { Reading } from '../read-list'

/** What the page of authorization says and where it sends its readers. */
export const authorizationText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'Each operation’s contract says who may call it, and leaving that out does not compile. The gateway asks before it reads the input; the service asks again, from the signed token, so a gateway with a mistake opens nothing.',
    'Whose order it is only the row can tell, so the service that keeps the row decides. To strangers it says “not found”: a refusal would say that the order exists.',
    'A contract that is tested against itself is always right. So what is promised stands in a table written by hand. A test asks every cell over every protocol, and an operation without a row fails.',
  ],
  readings: [
    { path: 'docs/authorization.md', what: 'the table, written by hand' },
    { path: 'packages/contracts/src/contract.ts', what: 'callers: an operation’s policy' },
    { path: 'packages/rpc/src/admit.ts', what: 'the guard, in the gateway and in every service' },
    { path: 'apps/orders/src/order-access.ts', what: 'whose order it is, beside the row' },
    {
      path: 'proofs/src/grants/grants.integration.test.ts',
      what: 'every cell, over every protocol, and past the gateway',
    },
    { path: 'docs/patterns.md', what: 'G4: where it is proved' },
  ],
}
