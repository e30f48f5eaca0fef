import { z } from 'zod'
import { mutation, query } from './contract.ts'
import { CopiesDelivered, CopyMessages } from './copies.ts'
import { Verdict } from './facts.ts'
import { Stock } from './inventory.ts'
import { CallerView, CompareRequest, Comparison, Doors, Fault, FaultRequest, LabScope, StartAs } from './lab.ts'
import { OfferedOperation, TokenTrial, TriedToken } from './lab-trust.ts'
import { Mail } from './mail.ts'
import { Notes, notebookOperations, WriteNotes, WrittenNotes } from './notebook.ts'
import { OrderAccess, OrderTrail, orders } from './orders.ts'
import { Subscriber } from './subscribers.ts'
import { MessageTrail, QueueCounts } from './trail.ts'
import { Instant, OrderId, Sku } from './values.ts'

/** An instance as the host runs it, with its lease in the registry if it has one. */
export const Instance = z.object({
  id: z.string(),
  service: z.string(),
  pid: z.int().nullable(),
  port: z.int().nullable(),
  version: z.string(),
  state: z.enum(['starting', 'ready', 'draining', 'frozen', 'dead']),
  restarts: z.int(),
  startedAt: Instant.nullable(),
  lease: z.object({ expiresInMs: z.int(), ttlMs: z.int(), address: z.string() }).nullable(),
})
export type Instance = z.infer<typeof Instance>

/** The running system, as the host, the registry and the queues tell it at `at`; what could not be read is `null`. */
export const System = z.object({
  at: Instant,
  instances: z.array(Instance).nullable(),
  queues: z.array(QueueCounts).nullable(),
})
export type System = z.infer<typeof System>

/** The path of one order through both services: saga, messages and the stock it holds. */
export const OrderPath = OrderTrail.extend({
  orderId: OrderId,
  messages: z.array(MessageTrail),
  stock: z.object({ state: z.string(), expiresAt: Instant.nullable() }).nullable(),
})
export type OrderPath = z.infer<typeof OrderPath>

const anyone = { callers: ['anyone'] } as const
/** What a page of the lab asks each second by itself. */
const glance = { ...anyone, cost: 0.1 } as const

/** What the pages of the laboratory ask the gateway for. */
export const labOperations = {
  system: query(z.strictObject({}), System, glance),
  act: mutation(
    z.strictObject({
      id: z.string().max(40),
      action: z.enum(['kill', 'drain', 'freeze', 'thaw', 'start', 'wipe']),
    }),
    z.object({ id: z.string(), state: z.string() }),
    { ...anyone, priority: 'account', idempotency: 'never', failures: ['not_found'] },
  ),
  /** How many instances of a service there shall be. */
  scale: mutation(
    z.strictObject({
      service: z.enum(['web', 'gateway', 'orders', 'inventory']),
      instances: z.int().min(0).max(8),
      /** Of those that are started now. */
      as: StartAs.optional(),
    }),
    z.object({ service: z.string(), instances: z.int() }),
    { ...anyone, idempotency: 'never', failures: ['not_found'] },
  ),
  /** What the gateway that answers believes of the services that it calls; another gateway may believe otherwise. */
  callers: query(z.strictObject({}), z.array(CallerView), glance),
  /** How full the gateway that answers is, and the visitor's own door. */
  doors: query(z.strictObject({}), Doors, glance),
  /** Who hears what, as it is declared. */
  subscribers: query(z.strictObject({}), z.array(Subscriber), glance),
  /** All that the public may call, as the contract has it. */
  operations: query(z.strictObject({}), z.array(OfferedOperation), glance),
  /** Calls inventory with a token as the gateway signs it, or with one that proves nothing, and tells what it said to that. */
  tryToken: query(z.strictObject({ trial: TokenTrial }), TriedToken, anyone),
  /** The stock of a print, for a visitor who asks ten times a second to watch who answers. */
  stock: query(z.strictObject({ sku: Sku }), Stock, { ...glance, failures: ['not_found'] }),
  faults: query(z.strictObject({}), z.array(Fault), glance),
  injectFault: mutation(FaultRequest, Fault, { ...anyone, idempotency: 'never', failures: ['not_found'] }),
  healFault: mutation(z.strictObject({ id: z.string().max(60) }), z.object({ id: z.string() }), {
    ...anyone,
    priority: 'account',
    idempotency: 'safe',
    failures: ['not_found'],
  }),
  /** Signs a scope for this visitor's calls: sent back as the cookie `switchyard_lab` or the header `x-lab-scope`. */
  signScope: mutation(LabScope, z.object({ token: z.string() }), { ...anyone, idempotency: 'safe' }),
  /** Makes this visitor staff, for as long as they send it as `x-staff-badge`, without an account. */
  takeBadge: mutation(z.strictObject({}), z.object({ badge: z.string(), by: z.string(), until: Instant }), {
    ...anyone,
    idempotency: 'safe',
  }),
  /** Makes real calls in two or three ways side by side and tells where each try went. */
  compare: mutation(CompareRequest, Comparison, {
    ...anyone,
    cost: 5,
    idempotency: 'never',
    deadlineMs: 15_000,
    failures: ['not_found', 'overloaded'],
  }),
  /** Ships or delivers an order of one's own, as staff and carrier would. */
  moveParcel: mutation(
    OrderAccess.extend(orders.operations.moveParcel.input.shape),
    orders.operations.moveParcel.output,
    { callers: ['owner', 'staff'], idempotency: 'safe', failures: ['not_found'] },
  ),
  /** What the checker found when it last came around by itself; `null` before its first time. */
  verdict: query(z.strictObject({}), Verdict.nullable(), glance),
  /** Holds all orders of the last day to every invariant now, as if nothing were under way. */
  check: query(z.strictObject({}), Verdict, { ...anyone, cost: 20, deadlineMs: 300_000 }),
  /** Notes in the lab's notebook, told in two ways; `died`: the instance that wrote them, as was asked. */
  writeNotes: mutation(
    WriteNotes,
    WrittenNotes.partial().extend({ instanceId: z.string().nullable(), died: z.boolean() }),
    { ...anyone, cost: 5, idempotency: 'never', failures: ['not_found'], deadlineMs: 12_000 },
  ),
  /** Delivers every message of an order of one's own so many times more, and says whether a row has changed. */
  copyMessages: mutation(OrderAccess.extend(CopyMessages.shape), CopiesDelivered, {
    callers: ['owner', 'staff'],
    idempotency: 'never',
    failures: ['not_found'],
    deadlineMs: 15_000,
  }),
  notes: query(notebookOperations.notes.input, Notes, glance),
  orderPath: query(OrderAccess, OrderPath, { callers: ['owner', 'staff'], cost: 0.2, failures: ['not_found'] }),
  mailbox: query(z.strictObject({ to: z.string().max(254).optional() }), z.array(Mail), anyone),
}
