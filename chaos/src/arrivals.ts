import { randomFrom } from '@switchyard/art/kit/random'
import type { PlaceOrder } from '@switchyard/contracts/orders'

/** Someone looks at the shop: a path below `/api/v2`. */
export interface Browse {
  readonly kind: 'browse'
  readonly path: string
}

/** Someone buys. The key also stands in the contact's address, so that one buyer's data can be told from another's. */
export interface Checkout {
  readonly kind: 'checkout'
  readonly key: string
  readonly order: PlaceOrder
}

/** One request of the load, at its moment, whatever became of those before it. */
export interface Arrival {
  readonly id: number
  /** Milliseconds after the start of the load. */
  readonly atMs: number
  readonly ask: Browse | Checkout
  /** Which of several ways of calling, sent side by side, it is part of; undefined: the shop's own. */
  readonly lane?: string
}

/** What there is to look at and to buy; the first SKUs are wanted most. */
export interface Wares {
  readonly slugs: readonly string[]
  readonly skus: readonly string[]
}

/** What decides a schedule; the same options give the same schedule, on every machine. */
export interface ScheduleOptions {
  readonly seed: string
  /** The first part of every idempotency key; default: the seed. */
  readonly keyPrefix?: string
  /** Arrivals a second, evenly spaced. */
  readonly rate: number
  readonly seconds: number
  readonly wares: Wares
  /** Of all arrivals; the rest browses. */
  readonly checkoutShare?: number
  /** What share of the buyers pays with which card; the rest has one that works. */
  readonly cards?: Cards
}

/** Shares by the payment provider's token; together at most 1. */
export type Cards = Readonly<Record<string, number>>

const usualCards: Cards = { tok_declined: 0.05, tok_flaky: 0.05 }

/**
 * The whole load before it begins (an open loop: nobody waits for the answer of somebody else, so a stall is paid by
 * everyone who comes while it lasts).
 *
 * @throws RangeError when there is nothing to buy or to look at, or the rate or the length is not above zero.
 */
export function scheduleArrivals(options: ScheduleOptions): Arrival[] {
  const { seed, keyPrefix = seed, rate, seconds, wares, checkoutShare = 0.05, cards = usualCards } = options
  if (!(rate > 0 && seconds > 0))
    throw new RangeError(`a load needs a rate and a length, not ${rate}/s for ${seconds} s`)
  const random = randomFrom(seed)
  const wanted = popularity(wares.skus)
  return Array.from({ length: Math.floor(rate * seconds) }, (_, id): Arrival => {
    const atMs = (id * 1000) / rate
    if (!random.chance(checkoutShare)) return { id, atMs, ask: { kind: 'browse', path: browsed(random, wares) } }
    const key = `${keyPrefix}-${id}`
    return {
      id,
      atMs,
      ask: { kind: 'checkout', key, order: orderOf(key, wanted(random.next()), { draw: random.next(), cards }) },
    }
  })
}

type Random = ReturnType<typeof randomFrom>

function browsed(random: Random, { slugs, skus }: Wares): string {
  const [kind, slug, sku] = [random.next(), random.pick(slugs), random.pick(skus)]
  if (kind < 0.4) return `/products/${slug}`
  if (kind < 0.65) return '/products?limit=24'
  return kind < 0.8 ? `/stock/${sku}` : '/cart'
}

/** Zipf's law: the n-th SKU is wanted 1/n as often as the first, so a few editions run out while most never do. */
function popularity(skus: readonly string[]): (draw: number) => string {
  let sum = 0
  const upTo = skus.map((_, rank) => {
    sum += 1 / (rank + 1)
    return sum
  })
  return (draw) => {
    const sku = skus[upTo.findIndex((edge) => draw * sum < edge)]
    if (sku === undefined) throw new RangeError('there is nothing to buy')
    return sku
  }
}

/** One draw decides card and quantity. */
function orderOf(key: string, sku: string, { draw, cards }: { draw: number; cards: Cards }): PlaceOrder {
  let left = draw
  const token = Object.entries(cards).find(([, share]) => {
    left -= share
    return left < 0
  })?.[0]
  return {
    lines: [{ sku, quantity: draw < 0.8 ? 1 : 2 }],
    contact: { name: 'Open Loop', email: emailOf(key) },
    address: { line1: 'Langstrasse 12', city: 'Zürich', postalCode: '8004', country: 'CH' },
    payment: { token: token ?? 'tok_ok' },
  }
}

/** The address that only this checkout's order may ever show. */
function emailOf(key: string): string {
  return `${key}@load.test`
}
