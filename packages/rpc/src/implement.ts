/**
 * Turns a contract and one handler an operation into an ordinary tRPC router.
 *
 *     export const router = implement(orders, { place: placeOrder, byId: findOrder, … })
 *
 * A missing handler, a handler of the wrong type and an operation that the contract does not know do not compile.
 */

import type { AnyOperation, Contract, Schema } from '@switchyard/contracts/contract'
import {
  initTRPC,
  type TRPCBuiltRouter,
  type TRPCCreateRouterOptions,
  type TRPCMutationProcedure,
  type TRPCQueryProcedure,
  type TRPCSubscriptionProcedure,
  tracked,
} from '@trpc/server'
import { z } from 'zod'
import { admit } from './admit.ts'
import type { CallContext, Envelope } from './envelope.ts'
import { type ErrorShape, shapeError } from './error-shape.ts'
import { Failure, isFailure } from './failure.ts'

/** What one operation's handler must be. Name handlers with this type: inference through a decorator widens literals. */
export type Handler<Op extends AnyOperation> = (call: {
  input: z.output<Op['input']>
  ctx: CallContext
}) => Op['kind'] extends 'subscription'
  ? AsyncIterable<readonly [id: string, value: z.input<Op['output']>]>
  : Promise<z.input<Op['output']>>

/** One handler for each operation of a contract: none missing, none more. */
export type Handlers<C extends Contract> = { [Name in keyof C['operations']]: Handler<C['operations'][Name]> }

type Root = { ctx: CallContext; meta: object; errorShape: ErrorShape; transformer: false }
type Shape<Op extends AnyOperation> = { input: z.input<Op['input']>; output: z.output<Op['output']>; meta: object }
type Streamed<Op extends AnyOperation> = {
  input: z.input<Op['input']>
  output: AsyncIterable<{ id: string; data: z.output<Op['output']> }, void, unknown>
  meta: object
}
type ProcedureFor<Op extends AnyOperation> = Op['kind'] extends 'query'
  ? TRPCQueryProcedure<Shape<Op>>
  : Op['kind'] extends 'mutation'
    ? TRPCMutationProcedure<Shape<Op>>
    : TRPCSubscriptionProcedure<Streamed<Op>>

/** The router of one contract. */
export type RouterFor<C extends Contract> = TRPCBuiltRouter<
  Root,
  { [Name in keyof C['operations']]: ProcedureFor<C['operations'][Name]> }
>

/** The router of several contracts side by side, each under its name: `products.list`. */
export type RoutersFor<G extends Record<string, Contract>> = TRPCBuiltRouter<
  Root,
  { [Group in keyof G]: { [Name in keyof G[Group]['operations']]: ProcedureFor<G[Group]['operations'][Name]> } }
>

const t = initTRPC.context<CallContext>().create({
  errorFormatter: shapeError,
  isDev: false,
  // A stream that is silent is either idle or cut: a ping each 15 s tells which, to both ends.
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
})

/** What an error that is no failure means: an engine is away, the caller sent what cannot be stored, a failure in another's words, or (undefined) a bug. */
export type FaultOf = (error: unknown) => 'away' | 'unstorable_text' | Failure | undefined

/** Hears of each call that was not let in: for which operation, why, and whose it was. */
export type OnRefused = (operation: string, failure: Failure, envelope: Envelope) => void

/**
 * Checks each call's caller and idempotency key by the operation's policy, then its input, and its answer on the way out.
 * Whether a caller is the `owner` is decided by the handler, beside the row. `faultOf` tells an engine that is away
 * (`unavailable`) from a bug (`internal`).
 */
export function implement<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  { faultOf = () => undefined, onRefused = () => undefined }: { faultOf?: FaultOf; onRefused?: OnRefused } = {},
): RouterFor<C> {
  const procedures = Object.entries(contract.operations).map(([name, operation]) => {
    const refused = (failure: Failure, envelope: Envelope) =>
      onRefused(`${contract.service}.${name}`, failure, envelope)
    return [name, procedureFor(operation, handlers[name as keyof C['operations']], { faultOf, refused })]
  })
  // The one cast: TypeScript cannot follow Object.fromEntries; RouterFor, mapped over the same operations, is its proof.
  return t.router(Object.fromEntries(procedures)) as unknown as RouterFor<C>
}

/** Puts the routers of several contracts, or some procedures of theirs, side by side, each under its name. */
export const routers = <Parts extends TRPCCreateRouterOptions>(parts: Parts) => t.router(parts)

/** Any operation's handler. What it is called with was parsed by that operation's own schema, which types cannot follow here. */
type AnyHandler = (call: never) => unknown

function procedureFor(
  operation: AnyOperation,
  handler: AnyHandler,
  { faultOf, refused }: { faultOf: FaultOf; refused: (failure: Failure, envelope: Envelope) => void },
) {
  const admitted = t.procedure.use(({ ctx, next }) => {
    try {
      admit(operation.policy, ctx.envelope)
    } catch (error) {
      if (isFailure(error)) refused(error, ctx.envelope)
      throw error
    }
    return next()
  })
  const procedure = admitted.input(operation.input)
  if (operation.kind === 'subscription') {
    return procedure.subscription(({ input, ctx }) => track(operation.output, handler({ input, ctx } as never)))
  }
  return procedure.output(operation.output)[operation.kind](async ({ input, ctx }) => {
    try {
      return (await handler({ input, ctx } as never)) as never
    } catch (error) {
      throw explained(error, faultOf)
    }
  })
}

/** A failure is told as it is: its cause may look like a fault of ours and be another service's. */
function explained(error: unknown, faultOf: FaultOf): unknown {
  const fault = isFailure(error) ? undefined : faultOf(error)
  if (isFailure(fault)) return fault
  if (fault === 'away') return new Failure('unavailable', { retryAfterMs: 1_000 }, { cause: error })
  if (fault === 'unstorable_text') {
    return new Failure(
      'invalid_input',
      { detail: 'A text has a NUL character or half of a surrogate pair in it; leave it out.' },
      { cause: error },
    )
  }
  return error
}

/** Streams have no single answer to check, so each value is checked as it leaves. */
async function* track(output: Schema, values: unknown) {
  for await (const [id, value] of values as AsyncIterable<readonly [string, unknown]>) {
    yield tracked(id, z.parse(output, value))
  }
}
