/**
 * The lab's vocabulary: what may be hurt on purpose, which patterns a call may do without, and what a caller sees of the
 * services that it calls. The host, the services, the gateway, the lab's pages and the campaigns all speak it.
 */
import { z } from 'zod'
import { priorities } from './priority.ts'
import { Instant, OrderId } from './values.ts'

/** How an instance is chosen among those that are there. */
export const Strategy = z.enum(['least-pending', 'round-robin', 'weighted', 'hash'])
export type Strategy = z.infer<typeof Strategy>

/** The patterns around a call that can be left out of the chain, outermost first. Deadline and balancing stay: without them there is no call. */
export const CallPattern = z.enum([
  'fallback',
  'bulkhead',
  'circuit-breaker',
  'retry',
  'hedge',
  'ejection',
  'leave-hung',
  'try-timeout',
])
export type CallPattern = z.infer<typeof CallPattern>

/** One visitor's terms for their own calls; signed by the gateway, it travels in the envelope from hop to hop. */
export const LabScope = z.strictObject({
  /** Who it is; scoped faults name it. */
  session: z.string().regex(/^[\w-]{1,40}$/, 'must be 1 to 40 letters, digits, - or _'),
  without: z.array(CallPattern).max(8).default([]),
  /** In place of what each operation's policy says. */
  strategy: Strategy.optional(),
  /** How many of their requests the gateway works on at once, at a door of their own. */
  places: z.int().min(2).max(64).optional(),
})
export type LabScope = z.infer<typeof LabScope>

/** What an instance that is started as a canary says of itself: another version, and the part of the calls that it asks for. */
export const StartAs = z.strictObject({
  version: z.string().regex(/^[\w.+-]{1,40}$/, 'must be 1 to 40 letters, digits, . + - or _'),
  weight: z.number().gt(0).max(1),
})
export type StartAs = z.infer<typeof StartAs>

const Target = z.union(
  [
    z.strictObject({ instance: z.string().min(1).max(40) }),
    z.strictObject({ service: z.string().min(1).max(40) }),
    z.strictObject({ queue: z.string().min(1).max(80), orderId: OrderId.optional() }),
  ],
  'must be { "instance": "orders-1" }, { "service": "orders" } or { "queue": "orders.mailroom" }',
)

const faultFields = {
  /** A queue: the messages on it, or those about one order. */
  target: Target,
  /** One operation of the service, or messages of one name; all of them when left out. */
  operation: z.string().min(1).max(80).optional(),
  /**
   * Calls: `latency` answers `delayMs` later, `error` answers `internal`, `drop` never answers. Queues: `latency` makes the
   * handler begin `delayMs` later, `error` makes it fail, `spoil` brings each message as a release would write it that names
   * its fields otherwise, and `limit` has the queue count as full once `limit` messages wait.
   */
  kind: z.enum(['latency', 'error', 'drop', 'duplicate', 'reorder', 'spoil', 'limit']),
  /** With `latency`, and with nothing else. */
  delayMs: z.int().min(1).max(60_000).optional(),
  /** With `limit`, and with nothing else. */
  limit: z.int().min(1).max(100_000).optional(),
  /** Of the calls; 1 is all of them. */
  share: z.number().gt(0).max(1).default(1),
  scope: LabScope.shape.session.optional(),
  ttlS: z.int().min(1).max(120),
}

/** Said beside whatever else is wrong, as long as there are fields at all. */
const ruleOf = (field: 'delayMs' | 'limit', message: string) => ({
  path: [field],
  message,
  when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null,
})

/** What is to go wrong: with the calls that reach an instance or a service, or the messages of a queue, for a while, for everybody or one lab session. */
export const FaultRequest = z
  .strictObject(faultFields)
  .refine(
    ({ kind, delayMs }) => kind !== 'latency' || delayMs !== undefined,
    ruleOf('delayMs', 'is missing; latency needs 1 to 60000 milliseconds'),
  )
  .refine(
    ({ kind, delayMs }) => kind === 'latency' || delayMs === undefined,
    ruleOf('delayMs', 'belongs to latency alone; leave it out'),
  )
  .refine(
    ({ kind, limit }) => (kind === 'limit') === (limit !== undefined),
    ruleOf('limit', 'belongs to the kind limit, which needs 1 to 100000 messages, and to nothing else'),
  )
export type FaultRequest = z.infer<typeof FaultRequest>

/** A fault that is on. */
export const Fault = z.strictObject({ ...faultFields, id: z.string(), expiresAt: Instant })
export type Fault = z.infer<typeof Fault>

/** Why an instance gets no calls for now; one that is doubted has said nothing for a moment, and its pong decides. */
export const OutReason = z.enum(['doubted', 'refused', 'silent', 'slow', 'failing'])
export type OutReason = z.infer<typeof OutReason>

/** One instance as a caller sees it. Latencies are of the last ten seconds. */
export const InstanceView = z.object({
  instanceId: z.string(),
  address: z.string(),
  version: z.string(),
  zone: z.string(),
  weight: z.number(),
  /** Of its weight, while it warms up; 1 afterwards. */
  warm: z.number(),
  startedAt: Instant,
  /** Calls that wait for its answer now. */
  pending: z.int(),
  answered: z.int(),
  failed: z.int(),
  /** When a call was last sent to it. */
  lastSent: Instant.nullable(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  out: OutReason.nullable(),
  outSince: Instant.nullable(),
})
export type InstanceView = z.infer<typeof InstanceView>

/** What one process believes of one service that it calls, and what its patterns have done so far. */
export const CallerView = z.object({
  /** Instance id of the process that calls. */
  caller: z.string(),
  service: z.string(),
  breaker: z.object({ state: z.enum(['closed', 'open', 'half-open']), trialInMs: z.int().nullable(), openMs: z.int() }),
  /** Tries that may still be made beside first ones. */
  retryBudget: z.object({ left: z.number(), max: z.number() }),
  inFlight: z.int(),
  inFlightMax: z.int(),
  calls: z.int(),
  retries: z.int(),
  hedges: z.int(),
  /** Hedges that answered first. */
  hedgesWon: z.int(),
  instances: z.array(InstanceView),
  /** Versions that failed more often than the others, and get no calls any more but pinned ones: what was counted then. */
  withdrawn: z.array(
    z.object({
      ...{ version: z.string(), at: Instant },
      ...{ tries: z.int(), bad: z.int(), othersTries: z.int(), othersBad: z.int() },
    }),
  ),
  /** Registrations that nobody believes, and why. */
  refused: z.array(z.object({ instanceId: z.string(), address: z.string(), why: z.string(), at: Instant })),
})
export type CallerView = z.infer<typeof CallerView>

/** A door of the gateway: how many places it has, who is inside, and what has come of everybody so far. */
const Door = z.object({
  places: z.int(),
  inside: z.int(),
  lines: z.array(
    z.object({
      priority: z.enum(priorities),
      places: z.int(),
      inside: z.int(),
      waiting: z.int(),
      entered: z.int(),
      refused: z.int(),
    }),
  ),
})

/** The doors of the gateway that answers: everybody's, with the lag that its places follow from, and the visitor's own. */
export const Doors = z.object({ gateway: z.string(), lagMs: z.number(), everybody: Door, own: Door.nullable() })
export type Doors = z.infer<typeof Doors>

/** One try of a call: where it went and what came of it. */
export const Attempt = z.object({
  instanceId: z.string(),
  /** Since the call began. */
  atMs: z.number(),
  ms: z.number().nullable(),
  outcome: z.enum(['answered', 'failed', 'refused', 'broken', 'silent', 'late', 'left', 'waiting']),
})
export type Attempt = z.infer<typeof Attempt>

/** One way of making the same calls; several are compared side by side. */
export const CompareLane = z.strictObject({
  without: z.array(CallPattern).max(8).default([]),
  strategy: Strategy.optional(),
})

/** The same load for each lane: at most three lanes, ten seconds and 300 calls each. */
export const CompareRequest = z
  .strictObject({
    lanes: z.array(CompareLane).min(1).max(3),
    calls: z.int().min(1).max(300),
    perSecond: z.int().min(1).max(200),
  })
  .refine(({ calls, perSecond }) => calls <= perSecond * 10, 'would take longer than ten seconds')

export type CompareRequest = z.infer<typeof CompareRequest>

/** One call of a comparison, in the order in which they were due. */
const ComparedCall = z.object({
  /** When it was due, since the comparison began. */
  atMs: z.number(),
  /** From the moment it was due to its end. */
  ms: z.number(),
  ok: z.boolean(),
  /** The failure's code. */
  code: z.string().nullable(),
  /** Who answered. */
  instanceId: z.string().nullable(),
  attempts: z.array(Attempt),
})

/** What came of a comparison, lane by lane. */
export const Comparison = z.object({
  at: Instant,
  operation: z.string(),
  lanes: z.array(
    CompareLane.extend({
      calls: z.array(ComparedCall),
      failed: z.int(),
      attempts: z.int(),
      p50Ms: z.number().nullable(),
      p99Ms: z.number().nullable(),
      /** Calls that each instance answered. */
      shares: z.array(z.object({ instanceId: z.string(), answered: z.int() })),
    }),
  ),
})
export type Comparison = z.infer<typeof Comparison>
