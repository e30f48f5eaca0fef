import type { Reading } from '../read-list'

/** What the page of the protocols says and where it sends its readers. */
export const protocolsText: { why: readonly string[]; readings: readonly Reading[] } = {
  why: [
    'Pages of ours speak tRPC, programs of partners REST, and whoever wants to choose the fields of an answer GraphQL. Three front doors written by hand would soon disagree about who may pass.',
    'So there is one contract, an object. The router made from it checks the caller, the input and the answer. REST and GraphQL only translate: an address or a document becomes the same call.',
    'A list in GraphQL invites a call for each of its items. Here what hangs on items is gathered within a request and asked for once. A document is weighed and charged before anything is looked up.',
  ],
  readings: [
    { path: 'apps/gateway/src/graphql.ts', what: 'the door of GraphQL' },
    { path: 'apps/gateway/src/graphql/schema.ts', what: 'its schema, made from the contract' },
    { path: 'apps/gateway/src/graphql/links.ts', what: 'fifty stocks in one call' },
    { path: 'apps/gateway/src/graphql/weigh.ts', what: 'how heavy a document may be' },
    { path: 'apps/gateway/src/rest.ts', what: 'the same contract as REST' },
    { path: 'packages/contracts/src/storefront.ts', what: 'the contract' },
    { path: 'proofs/src/grants/grants.integration.test.ts', what: 'every operation, the same over all of them' },
    { path: 'docs/patterns.md', what: 'G9: where it is proved' },
  ],
}
