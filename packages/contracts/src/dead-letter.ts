/**
 * What a service says of the messages that it could not apply, and what staff may do about each. Every service that
 * receives messages offers the same operations over its own letters.
 */
import { z } from 'zod'
import { mutation, query } from './contract.ts'
import { Instant, OrderId } from './values.ts'

/** `waiting` for a person; `replaying` on its way once more; `replayed` took effect; `dropped` on purpose. The last two are the end. */
export const DeadLetterState = z.enum(['waiting', 'replaying', 'replayed', 'dropped'])
export type DeadLetterState = z.infer<typeof DeadLetterState>

/** A message's payload as it is stored: any JSON, for it may be what no contract knows. */
const Payload = z.json()
export type Payload = z.infer<typeof Payload>

const At = { at: Instant }
/** `kind:id` of the principal who did it, and the revision that they saw. */
const By = { ...At, by: z.string(), revision: z.int() }

/** One entry of a letter's history, oldest first: what the machine met, and what people did. */
export const DeadLetterEntry = z.discriminatedUnion('kind', [
  /** The queue does not know when the tries before a last one were. */
  z.object({ kind: z.literal('failed'), at: Instant.nullable(), attempt: z.int(), reason: z.string() }),
  z.object({ kind: z.literal('edited'), ...By, payload: Payload }),
  z.object({ kind: z.literal('replayed'), ...By }),
  z.object({ kind: z.literal('applied'), ...At }),
  z.object({ kind: z.literal('dropped'), ...By, reason: z.string() }),
])
export type DeadLetterEntry = z.infer<typeof DeadLetterEntry>

/** A letter as a list shows it. */
export const DeadLetterSummary = z.object({
  id: z.uuid(),
  /** Under which its sender's outbox and every inbox know it; a replay keeps it. */
  messageId: z.uuid(),
  /** Where it was to be applied: a command's own queue, or a subscriber's. */
  queue: z.string(),
  /** `service.key` of the contract's event or command. */
  name: z.string(),
  /** The service that sent it. */
  sender: z.string(),
  state: DeadLetterState,
  /** Of its last failure. */
  reason: z.string(),
  /** All tries so far, those of replays included. */
  attempts: z.int(),
  failedAt: Instant,
  /** The order that it is about, if its payload still says so. */
  orderId: OrderId.nullable(),
  /** Counts everything that was done to it; whoever acts names the one they saw. */
  revision: z.int(),
})
export type DeadLetterSummary = z.infer<typeof DeadLetterSummary>

/** What is wrong with a payload, field by field. */
const Issues = z.array(z.object({ path: z.string(), message: z.string() }))

/** A letter with all that is known of it. */
export const DeadLetter = DeadLetterSummary.extend({
  traceparent: z.string().nullable(),
  /** As it came; never changes. */
  payload: Payload,
  /** What a replay sends: as edited, or as it came. */
  outgoing: Payload,
  edited: z.boolean(),
  /** How `outgoing` breaks the contract; empty when it fits. */
  issues: Issues,
  history: z.array(DeadLetterEntry),
})
export type DeadLetter = z.infer<typeof DeadLetter>

/** Where the next page of a list begins: after this letter, newest failures first. */
const Before = z.strictObject({ failedAt: Instant, id: z.uuid() })

/** Which letters are wanted; by default those that wait. */
export const DeadLetterQuery = z.strictObject({
  state: DeadLetterState.default('waiting'),
  name: z.string().max(200).optional(),
  limit: z.int().min(1).max(50).default(25),
  before: Before.optional(),
})
export type DeadLetterQuery = z.infer<typeof DeadLetterQuery>

/** How many letters of one type are in one state. */
export const DeadLetterCount = z.object({ name: z.string(), state: DeadLetterState, count: z.int() })

/** A letter as somebody saw it: an action on what has changed since is refused. */
export const SeenLetter = z.strictObject({ id: z.uuid(), revision: z.int32().positive() })
export const DeadLetterEdit = SeenLetter.extend({ payload: Payload })
export const DeadLetterDrop = SeenLetter.extend({ reason: z.string().trim().min(3).max(500) })

const staff = { callers: ['staff'] } as const
/** Done twice from the same revision by the same person it is done once, so each may be repeated. */
const act = { ...staff, idempotency: 'safe', failures: ['not_found', 'invalid_input', 'dead_letter_changed'] } as const

/** What a service offers over its dead letters. */
export const deadLetterOperations = {
  deadLetters: query(
    DeadLetterQuery,
    z.object({ items: z.array(DeadLetterSummary), counts: z.array(DeadLetterCount) }),
    staff,
  ),
  deadLetter: query(z.strictObject({ id: z.uuid() }), DeadLetter, { ...staff, failures: ['not_found'] }),
  editDeadLetter: mutation(DeadLetterEdit, DeadLetter, act),
  replayDeadLetter: mutation(SeenLetter, DeadLetter, act),
  dropDeadLetter: mutation(DeadLetterDrop, DeadLetter, act),
}
