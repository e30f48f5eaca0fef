import type { Route } from 'next'

/** A page of the lab, as its navigation names it. */
interface LabPage {
  readonly href: Route
  readonly name: string
}

/** The lab's pages by the three homes of communication: calls, the edge, messages. */
export const labPages: readonly { readonly title: string; readonly pages: readonly LabPage[] }[] = [
  {
    title: 'Calls',
    pages: [
      { href: '/lab/registry', name: 'Registry' },
      { href: '/lab/load-balancing', name: 'Load balancing' },
      { href: '/lab/resilience', name: 'Timeouts, retries, breaker' },
      { href: '/lab/trust', name: 'Trust' },
    ],
  },
  {
    title: 'Gateway',
    pages: [
      { href: '/lab/aggregation', name: 'One call a page' },
      { href: '/lab/authorization', name: 'Authorization' },
      { href: '/lab/protocols', name: 'Protocols' },
      { href: '/lab/rate-limit', name: 'Rate limit' },
      { href: '/lab/cache', name: 'Cache and stampede' },
      { href: '/lab/versions', name: 'Versions' },
      { href: '/lab/canary', name: 'Version routing' },
      { href: '/lab/shedding', name: 'Load shedding' },
      { href: '/lab/realtime', name: 'Live streams' },
    ],
  },
  {
    title: 'Messages',
    pages: [
      { href: '/lab/queues', name: 'Queues and back-pressure' },
      { href: '/lab/events', name: 'Publish-subscribe and replay' },
      { href: '/lab/outbox', name: 'Outbox' },
      { href: '/lab/inbox', name: 'Inbox' },
      { href: '/lab/idempotency', name: 'Idempotency' },
      { href: '/lab/saga', name: 'Saga and compensation' },
      { href: '/lab/dead-letters', name: 'Dead letters' },
    ],
  },
]
