import type { Route } from 'next'

/** The pages of the lab on which a pattern can be driven, by its number in docs/patterns.md. */
export const pagesByPattern: Readonly<Record<string, Route>> = {
  S3: '/lab/resilience',
  S4: '/lab/resilience',
  S5: '/lab/resilience',
  S6: '/lab/resilience',
  S7: '/lab/idempotency',
  D1: '/lab/registry',
  D2: '/lab/registry',
  D3: '/lab/load-balancing',
  D4: '/lab/resilience',
  D5: '/lab/registry',
  D6: '/lab/registry',
  G4: '/lab/authorization',
  G5: '/lab/rate-limit',
  G10: '/lab/shedding',
  M1: '/lab/queues',
  M2: '/lab/events',
  M3: '/lab/outbox',
  M4: '/lab/inbox',
  M5: '/lab/saga',
  M6: '/lab/dead-letters',
  M8: '/lab/outbox',
  M11: '/lab/queues',
  X3: '/lab/trust',
  X5: '/lab/registry',
}
