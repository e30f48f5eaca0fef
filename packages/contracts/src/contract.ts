/**
 * The vocabulary of every contract: what a service can be asked (query, mutation), what it streams to the public
 * (subscription), what it can be told (command) and what it tells (event). A contract is plain data that exists at run
 * time, so router, client, REST paths, retries and discovery are all derived from it.
 *
 *     export const stock = contract('stock', {
 *       from: ['gateway'],
 *       operations: { bySku: query(SkuInput, Stock, { callers: ['anyone'] }) },
 *     })
 */
import type { z } from 'zod'
import type { CachePolicy } from './cache-policy.ts'
import type { FailureCode } from './failure.ts'
import type { Priority } from './priority.ts'

/** Who a person or program is to the shop; `owner` is decided beside the row, by the service that holds it. */
export type Caller = 'anyone' | 'shopper' | 'owner' | 'staff' | 'admin' | 'partner' | 'service'

/** The processes that hold a key and may call one another. */
export type ServiceName = 'gateway' | 'orders' | 'inventory' | 'host'

/** What every layer may know of an operation without knowing what it does. `callers` has no default: leaving it out does not compile. */
export interface Policy {
  callers: readonly [Caller, ...Caller[]]
  /** What an API key must have been given besides; nobody else is asked for it. */
  scope?: 'orders:write' | 'webhooks'
  /** Whether the same call may be made twice: always (`safe`), only under an idempotency key, or `never` (default for mutations). Queries are always `safe`. */
  idempotency?: 'safe' | 'key' | 'never'
  /** The whole call with all its attempts ends after this; default 2,000 ms. */
  deadlineMs?: number
  /** How a caller chooses among the instances: two at random and of them the less busy one (default), in turn, by weight, or always the same one for the same value of an input field. */
  balance?: 'least-pending' | 'round-robin' | 'weighted' | { hash: string }
  /** Queries alone: when the answer is later than most, a second instance is asked as well. */
  hedge?: true
  /** What a caller may make do with when nobody answers: the last good answer to the same input. Only for answers that are the same for everybody. */
  fallback?: 'last-good'
  /** What callers may keep of the answers, and until when. */
  cache?: CachePolicy
  /** What a call weighs against its caller's limit; default 1, less for what a page asks each second by itself. */
  cost?: number
  /** How important it is while there is more than can be served: checkout is refused last, bulk first; default as its contract says, else `browse`. */
  priority?: Priority
  /** The failures that a caller must be ready for, beside those that any call can meet. */
  failures?: readonly FailureCode[]
  /** Where REST serves it: `{name}` in the path is a field of the input. `status` is the success status, default 200. */
  rest?: { method: 'GET' | 'POST' | 'PUT' | 'DELETE'; path: `/${string}`; status?: 200 | 201 | 202 }
  /** Public operations that are not served over every protocol: over which they are, and why over no other. */
  only?: { protocols: readonly [Protocol, ...Protocol[]]; because: string }
}

/** What the public contract is served in. */
type Protocol = 'trpc' | 'rest' | 'graphql'

/** Any schema. zod's core type asks for nothing but input and output: checking every schema against `z.ZodType` makes the compiler do seven times the work. */
export type Schema = z.core.$ZodType

/** One thing that can be asked: what it takes, what it gives back, and under which policy. */
export interface Operation<
  Kind extends 'query' | 'mutation' | 'subscription',
  Input extends Schema,
  Output extends Schema,
> {
  kind: Kind
  input: Input
  output: Output
  policy: Policy
}
export type AnyOperation = Operation<'query' | 'mutation' | 'subscription', Schema, Schema>
export type Operations = Record<string, AnyOperation>

/** Something that may be published (event: whoever subscribed) or sent (command: the one service that owns it). `name` is `service.key`. */
export interface Message<Kind extends 'event' | 'command' = 'event' | 'command', Payload extends Schema = Schema> {
  kind: Kind
  name: string
  payload: Payload
}
export type Messages<Kind extends 'event' | 'command'> = Record<string, Message<Kind>>

/** All that one service offers; `from` lists the processes whose tokens it accepts. */
export interface Contract<
  O extends Operations = Operations,
  C extends Messages<'command'> = Messages<'command'>,
  E extends Messages<'event'> = Messages<'event'>,
> {
  service: string
  from: readonly ServiceName[]
  /** Of operations that say nothing of their own. */
  priority?: Priority | undefined
  operations: O
  commands: C
  events: E
}

/** Reads; may be repeated at will. */
export const query = <I extends Schema, O extends Schema>(
  input: I,
  output: O,
  policy: Policy,
): Operation<'query', I, O> => ({ kind: 'query', input, output, policy })

/** Changes something; repeated only as its `idempotency` says. */
export const mutation = <I extends Schema, O extends Schema>(
  input: I,
  output: O,
  policy: Policy,
): Operation<'mutation', I, O> => ({ kind: 'mutation', input, output, policy })

/** Streams values to the public; services offer none, the gateway makes them from a query and a hint. */
export const subscription = <I extends Schema, O extends Schema>(
  input: I,
  output: O,
  policy: Policy,
): Operation<'subscription', I, O> => ({ kind: 'subscription', input, output, policy })

/** The same operations, which only pages of ours ask for: over tRPC and nothing else, for the reason given. */
export const ofOwnPages = <O extends Operations>(because: string, operations: O): O => ({
  ...operations,
  ...Object.fromEntries(
    Object.entries(operations).map(([name, { policy, ...operation }]): [string, AnyOperation] => {
      return [name, { ...operation, policy: { ...policy, only: { protocols: ['trpc'], because } } }]
    }),
  ),
})

/** A fact that has happened, told to every subscriber. */
export const event = <P extends Schema>(payload: P): Message<'event', P> => ({ kind: 'event', name: '', payload })

/** An order to one service, carried out by one of its workers. */
export const command = <P extends Schema>(payload: P): Message<'command', P> => ({
  kind: 'command',
  name: '',
  payload,
})

/** Puts a service's offer together and gives its messages their wire names. */
export function contract<
  const S extends string,
  O extends Operations,
  C extends Messages<'command'> = Record<never, never>,
  E extends Messages<'event'> = Record<never, never>,
>(
  service: S,
  parts: { from: readonly ServiceName[]; priority?: Priority | undefined; operations: O; commands?: C; events?: E },
): Contract<O, Named<S, C>, Named<S, E>> {
  return {
    service,
    from: parts.from,
    priority: parts.priority,
    operations: parts.operations,
    commands: named(service, parts.commands ?? ({} as C)),
    events: named(service, parts.events ?? ({} as E)),
  }
}

/** Messages that know their wire name in the type too, so that handlers can be asked for by name. */
export type Named<Service extends string, M extends Record<string, Message>> = {
  [Key in keyof M]: M[Key] & { name: `${Service}.${Key & string}` }
}

const named = <S extends string, M extends Record<string, Message>>(service: S, messages: M) =>
  Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [key, { ...message, name: `${service}.${key}` }]),
  ) as Named<S, M>
