/**
 * THE CHECKER: reads what each service has in its books about the same orders, and what the payment provider has in its
 * ledger, and states by name every invariant that does not hold. It changes nothing and repairs nothing.
 *
 *     const verdict = await check({ books, clock, sinceMs: clock.now() - 86_400_000 })
 *     verdict.invariants.filter(({ broken }) => broken > 0)
 */
import type { OrderFacts, OrderRange, PileFacts, StockroomFacts, Verdict } from '@switchyard/contracts/facts'
import type { Clock } from '@switchyard/runtime/clock'
import { casesOf } from './cases.ts'
import { Findings } from './findings.ts'
import type { LedgerEntry } from './invariant.ts'

/** Whoever is asked for facts; each answers for its own books alone. */
export interface Books {
  /** The next orders by id with what was sent about them; `isLast` when no more follow. */
  orders(after: string): Promise<OrdersFacts>
  stockroom(range: OrderRange): Promise<StockroomFacts>
  piles(): Promise<readonly PileFacts[]>
  ledger(sinceMs: number): Promise<readonly LedgerEntry[]>
}

/** A page of what orders has in its books. */
export interface OrdersFacts extends Pick<StockroomFacts, 'sent' | 'buried'> {
  readonly orders: readonly OrderFacts[]
  readonly isLast: boolean
}

/** What {@link check} takes. */
export interface CheckOptions {
  readonly books: Books
  readonly clock: Clock
  /** Orders that were placed since then are looked at, and all stock. */
  readonly sinceMs: number
  /**
   * Nothing is under way any more, so everything must hold to the last message. Otherwise what has changed within half a
   * minute is left alone, and what is under way may be so for `lateMs`.
   */
  readonly atRest?: boolean
  readonly lateMs?: number
  readonly signal?: AbortSignal
}

const graceMs = 30_000
/** A fulfilment gives up by itself after a quarter of an hour. */
const lateMsDefault = 20 * 60_000
/** Of those that are broken a verdict names this many places. */
const examplesMax = 5

/** Looks once and gives a verdict. Throws when somebody's books cannot be read. */
export async function check(options: CheckOptions): Promise<Verdict> {
  const startMs = options.clock.now()
  return verdictOf(await look(options), { startMs, endMs: options.clock.now() })
}

/**
 * Looks at a system that is at work: its books cannot all be read at one moment, so what looks wrong is looked at again a
 * little later, and only what is wrong both times counts.
 */
export async function checkTwice(options: CheckOptions & { pauseMs?: number }): Promise<Verdict> {
  const { clock, signal, pauseMs = 5_000 } = options
  const startMs = clock.now()
  const first = await look(options)
  if (first.findings.count === 0) return verdictOf(first, { startMs, endMs: clock.now() })
  await clock.sleep(pauseMs, signal)
  const second = await look(options)
  const both = { ...second, findings: second.findings.alsoIn(first.findings) }
  return verdictOf(both, { startMs, endMs: clock.now() })
}

interface Look {
  readonly findings: Findings
  readonly orders: number
  readonly entries: number
  readonly skus: number
}

async function look({ books, clock, sinceMs, atRest = false, lateMs = lateMsDefault, signal }: CheckOptions) {
  const findings = new Findings()
  const patience = { graceMs: atRest ? 0 : graceMs, lateMs: atRest ? Number.NEGATIVE_INFINITY : lateMs }
  // Whoever is at rest had all of its money moved long before; whoever is not is not held against the ledger.
  const entries = await books.ledger(sinceMs)
  let orders = 0
  for (let after = firstIdAt(sinceMs), isLast = false; !isLast; ) {
    signal?.throwIfAborted()
    const page = await books.orders(after)
    isLast = page.isLast
    // At work, orders that come meanwhile are left to the next look.
    const until = isLast && atRest ? null : (page.orders.at(-1)?.orderId ?? after)
    const stockroom = await books.stockroom({ after, until })
    const within = entries.filter(({ orderId }) => orderId > after && (until === null || orderId <= until))
    const chapter = { ...page, entries: within, stockroom }
    for (const one of casesOf(chapter, { nowMs: clock.now(), ...patience })) findings.inCase(one)
    orders += page.orders.length
    after = until ?? after
  }
  const piles = await books.piles()
  for (const pile of piles) findings.inPile(pile)
  return { findings, orders, entries: entries.length, skus: piles.length }
}

/** The least UUID v7 of a moment: ids grow with time. */
function firstIdAt(ms: number): string {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

function verdictOf({ findings, ...looked }: Look, { startMs, endMs }: { startMs: number; endMs: number }): Verdict {
  const invariants = findings.all().map(({ name, guarantee, broken, where }) => ({
    ...{ name, guarantee, broken },
    examples: where.slice(0, examplesMax),
  }))
  return { at: new Date(endMs).toISOString(), ms: Math.round(endMs - startMs), ...looked, invariants }
}
