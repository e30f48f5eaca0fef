/**
 * What hangs on a value of GraphQL's beside the value itself, and lies with a service: the stock of each print of a list. All
 * that one request asks for is asked together, once a service: a list of fifty prints costs one call more, not fifty.
 */
import type { Schema } from '@switchyard/contracts/contract'
import { Print, PrintCard, Stock } from '@switchyard/contracts/inventory'
import { Order } from '@switchyard/contracts/orders'
import { ProductPage } from '@switchyard/contracts/pages'
import type { CallContext } from '@switchyard/rpc/envelope'
import { isFailure } from '@switchyard/rpc/failure'
import DataLoader from 'dataloader'
import { z } from 'zod'
import { inventoryAway, isAway } from '../part.ts'
import type { Services } from '../services.ts'

/** One field more of a type: what it gives, and how it is loaded for many at once. */
interface Link {
  readonly output: Schema
  readonly description: string
  /** Names the batch: links of one name share it. */
  readonly batch: string
  readonly keyOf: (parent: unknown) => string
  /** The answers in the order of the keys; null for what is not there. */
  readonly load: (keys: readonly string[], ctx: CallContext) => Promise<readonly unknown[]>
}

/** The fields that each schema's type has more. */
export type Links = ReadonlyMap<Schema, Readonly<Record<string, Link>>>

/** As many as the contract takes at once. */
const batchMax = 50

/** The links of the shop. */
export function shopLinks({ inventory }: Pick<Services, 'inventory'>): Links {
  const slugOf = (parent: unknown): string => String(Object(parent).slug)
  const stock: Link = {
    output: z.array(Stock).nullable(),
    description: 'The stock of each of its sizes; null for what is no print.',
    batch: 'stock',
    keyOf: slugOf,
    load: async (slugs, ctx) => {
      const found = await stockRoom(inventory(ctx).stockOfPrints.query({ slugs: [...slugs] }))
      return inOrder(slugs, new Map(found.map((print) => [print.slug, print.stock])))
    },
  }
  const print: Link = {
    output: Print.nullable(),
    description: 'The whole print; null when it is not in the catalogue any more.',
    batch: 'print',
    keyOf: slugOf,
    load: async (slugs, ctx) => {
      const found = await stockRoom(inventory(ctx).printsBySlugs.query({ slugs: [...slugs] }))
      return inOrder(slugs, new Map(found.map((one) => [one.slug, one])))
    },
  }
  return new Map<Schema, Readonly<Record<string, Link>>>([
    [PrintCard, { stock, details: print }],
    [Print, { stock }],
    [ProductPage, { stock }],
    [Order.shape.lines.element, { print }],
  ])
}

/** Loads links within one request. */
export type LoadLink = (link: Link, parent: unknown) => Promise<unknown>

/** A request's own loader: what it has asked for once it knows. */
export function createLoadLink(ctx: CallContext): LoadLink {
  const loaders = new Map<string, DataLoader<string, unknown>>()
  return ({ batch, keyOf, load }, parent) => {
    const loader =
      loaders.get(batch) ?? new DataLoader<string, unknown>((keys) => load(keys, ctx), { maxBatchSize: batchMax })
    loaders.set(batch, loader)
    return loader.load(keyOf(parent))
  }
}

const inOrder = (keys: readonly string[], found: ReadonlyMap<string, unknown>) =>
  keys.map((key) => found.get(key) ?? null)

/** Names the stock room as what is away, rather than the shop. */
const stockRoom = <Answer>(answer: Promise<Answer>): Promise<Answer> =>
  answer.catch((error: unknown) => {
    throw isFailure(error) && isAway(error) ? inventoryAway(error) : error
  })
