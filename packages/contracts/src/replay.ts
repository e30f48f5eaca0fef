import { z } from 'zod'
import { mutation } from './contract.ts'
import { Instant } from './values.ts'

/** The events of a span of time, by when they were told, and the one subscriber that shall hear them once more. */
export const ReplayEvents = z.strictObject({ to: z.string().min(1).max(80), from: Instant, until: Instant })

/** How many messages were found; they follow behind everything that is new. */
export const Replayed = z.object({ messages: z.int() })

/** What a service offers over the events that it has told. Asked twice they are sent twice, and take effect once. */
export const replayOperations = {
  replayEvents: mutation(ReplayEvents, Replayed, { callers: ['staff'], idempotency: 'safe', failures: ['not_found'] }),
}
