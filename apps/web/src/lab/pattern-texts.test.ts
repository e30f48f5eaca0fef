import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aggregationText } from './aggregation/aggregation-text.ts'
import { authorizationText } from './authorization/authorization-text.ts'
import { balancingText } from './balancing/balancing-text.ts'
import { cacheText } from './cache/cache-text.ts'
import { canaryText } from './canary/canary-text.ts'
import { deadLettersText } from './dead-letters/dead-letters-text.ts'
import { eventsText } from './events/events-text.ts'
import { idempotencyText } from './idempotency/idempotency-text.ts'
import { inboxText } from './inbox/inbox-text.ts'
import { outboxText } from './outbox/outbox-text.ts'
import { protocolsText } from './protocols/protocols-text.ts'
import { queuesText } from './queues/queues-text.ts'
import { rateLimitText } from './rate-limit/rate-limit-text.ts'
import { realtimeText } from './realtime/realtime-text.ts'
import { registryText } from './registry/registry-text.ts'
import { resilienceText } from './resilience/resilience-text.ts'
import { sagaText } from './saga/saga-text.ts'
import { sheddingText } from './shedding/shedding-text.ts'
import { trustText } from './trust/trust-text.ts'
import { versionsText } from './versions/versions-text.ts'

const texts = {
  registry: registryText,
  balancing: balancingText,
  resilience: resilienceText,
  idempotency: idempotencyText,
  aggregation: aggregationText,
  authorization: authorizationText,
  trust: trustText,
  'the rate limit': rateLimitText,
  'the cache': cacheText,
  'version routing': canaryText,
  'load shedding': sheddingText,
  'live streams': realtimeText,
  protocols: protocolsText,
  versions: versionsText,
  outbox: outboxText,
  inbox: inboxText,
  'dead letters': deadLettersText,
  saga: sagaText,
  queues: queuesText,
  events: eventsText,
}

describe.each(Object.entries(texts))('the page of %s', (_, { why, readings }) => {
  it('says why in at most 120 words', () => {
    expect(why.join(' ').split(/\s+/).length).toBeLessThanOrEqual(120)
  })

  it('sends its readers only to files that are there', () => {
    const gone = readings.filter(({ path }) => !existsSync(join(import.meta.dirname, '../../../..', path)))
    expect(gone.map(({ path }) => path)).toEqual([])
  })
})
