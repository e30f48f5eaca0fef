/** A pattern by its number in docs/patterns.md and its name there. */
export type PatternName = readonly [id: string, name: string]

/** The patterns that are at work in this shop and proved, exactly those that docs/patterns.md tells of. */
export const patternGroups: readonly { title: string; patterns: readonly PatternName[] }[] = [
  {
    title: 'Synchronous',
    patterns: [
      ['S1', 'Request and response, typed'],
      ['S2', 'RESTful API'],
      ['S3', 'Deadlines'],
      ['S4', 'Retries'],
      ['S5', 'Circuit breaker, bulkhead, fallback'],
      ['S6', 'Hedged reads'],
      ['S7', 'Idempotent requests'],
    ],
  },
  {
    title: 'Discovery',
    patterns: [
      ['D1', 'Registry'],
      ['D2', 'Dynamic updates'],
      ['D3', 'Load balancing'],
      ['D4', 'Fault tolerance'],
      ['D5', 'Self-preservation'],
      ['D6', 'Trusted registrations'],
    ],
  },
  {
    title: 'Gateway',
    patterns: [
      ['G1', 'Single entry point'],
      ['G2', 'Aggregation'],
      ['G3', 'Authentication'],
      ['G4', 'Authorization'],
      ['G5', 'Rate limit'],
      ['G6', 'Response caching'],
      ['G7', 'Versions'],
      ['G8', 'Version routing'],
      ['G9', 'Protocol translation'],
      ['G10', 'Load shedding'],
      ['G11', 'Realtime'],
    ],
  },
  {
    title: 'Messaging',
    patterns: [
      ['M1', 'Queues'],
      ['M2', 'Publish-subscribe'],
      ['M2b', 'Broadcast hints'],
      ['M3', 'Transactional outbox'],
      ['M4', 'Inbox'],
      ['M5', 'Saga with compensation'],
      ['M6', 'Dead letters'],
      ['M7', 'Scheduled work'],
      ['M8', 'Reconciliation'],
      ['M9', 'Read model'],
      ['M10', 'Webhooks'],
      ['M11', 'Scale-out of workers, back-pressure'],
    ],
  },
  {
    title: 'Across',
    patterns: [
      ['X2', 'Health and graceful shutdown'],
      ['X3', 'Service-to-service trust'],
      ['X5', 'Scale-out'],
      ['X6', 'Choosing a pattern'],
    ],
  },
]
