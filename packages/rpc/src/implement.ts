/**
 * Turns a contract and one handler an operation into an ordinary tRPC router.
 *
 *     export const router = implement(orders, { place: placeOrder, byId: findOrder, … })
 *
 * A missing handler, a handler of the wrong type and an operation that the contract does not know do not compile.
 */
import {
  initTRPC,
  type TRPCBuiltRouter,
  type TRPCMutationProcedure,
  type TRPCQueryProcedure,
  type TRPCSubscriptionProcedure,
} from '@trpc/server'
import type { AnyOperation, Contract } from '@switchyard/contracts/contract'
import type { z } from 'zod'
import type { CallContext } from './envelope.ts'
import { type ErrorShape, shapeError } from './error-shape.ts'

/** What one operation's handler must be. Name handlers with this type: inference through a decorator widens literals. */
export type Handler<Op extends AnyOperation> = (call: {
  input: z.output<Op['input']>
  ctx: CallContext
}) => Op['kind'] extends 'subscription'
  ? AsyncIterable<readonly [id: string, value: z.input<Op['output']>]>
  : Promise<z.input<Op['output']>>

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
