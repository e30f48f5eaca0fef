/**
 * The audit log: what staff did, and what anybody did to the running system in the lab. Nobody edits or removes a line
 * without its showing; nothing personal is in it beyond ids.
 */
import { z } from 'zod'
import { query } from './contract.ts'
import { Instant } from './values.ts'

/** One action. It is written down before it is done, and its outcome after. */
export const AuditedAction = z.object({
  seq: z.int().positive(),
  at: Instant,
  /** Kind and id: `staff:…`. */
  by: z.string(),
  operation: z.string(),
  /** The id of what it was done to, if it has one. */
  subject: z.string().nullable(),
  requestId: z.string(),
  /** `done`, or the code of the failure; `null` while it is under way, or when nobody could write it down any more. */
  outcome: z.string().nullable(),
})
export type AuditedAction = z.infer<typeof AuditedAction>

/** What is wrong with the log: a line that is not as it was written, one that is missing, or a mark that was not ours. */
export const AuditFault = z.object({
  seq: z.int(),
  what: z.enum(['changed', 'missing', 'head forged', 'anchor forged']),
})
export type AuditFault = z.infer<typeof AuditFault>

/** What a check of the whole log found. */
export const AuditVerdict = z.object({
  at: Instant,
  lines: z.int(),
  /** Lines up to here were pruned by us; 0 for none. */
  prunedThrough: z.int(),
  last: z.int(),
  /** At most 100, the oldest first. */
  faults: z.array(AuditFault),
})
export type AuditVerdict = z.infer<typeof AuditVerdict>

const staff = { callers: ['staff'] } as const

/** What the office sees of the log. */
export const auditOperations = {
  /** The newest first; `before` is the `seq` of the last one seen. */
  list: query(
    z.strictObject({ before: z.int().positive().optional(), limit: z.int().min(1).max(100).default(50) }),
    z.object({ items: z.array(AuditedAction), more: z.boolean() }),
    staff,
  ),
  /** Holds every line to its own mark and to the line before. */
  check: query(z.strictObject({}), AuditVerdict, { ...staff, deadlineMs: 10_000 }),
}
