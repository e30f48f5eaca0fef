/**
 * DOUBLE of the stock room's database, at inventory's port: the moves are those of `stock.ts`, to which the real ones in
 * SQL are held too. `prove-stock-store.ts` holds both to the same promises.
 */
import type { Reservation } from '@switchyard/contracts/inventory'
import type { StockRoom } from '@switchyard/inventory/reserve-stock'
import {
  endOfHold,
  firstReservation,
  moves,
  type ReservationState,
  type StockCommand,
} from '@switchyard/inventory/stock'
import type { Asked } from '@switchyard/inventory/stock-store'
import type { Outgoing } from '@switchyard/messaging/outbox'
import type { MessageBooks } from './message-books.ts'
import { type Line, Pile, ways } from './stock-pile.ts'

/** The port of inventory to its database, as far as an order's way needs it. */
export type StockPort = StockRoom['store'] & { reservation(orderId: string): Promise<Reservation | null> }

interface Held {
  readonly state: ReservationState
  readonly expiresAtMs: number | null
  readonly refusedSku: string | null
  readonly lines: readonly Line[]
}

/** What a command finds, and what it would hold. */
interface Wanted {
  readonly lines: readonly Line[]
  readonly untilMs: number
}

const nothing: Wanted = { lines: [], untilMs: 0 }

/** The stock room in memory. */
export class StockBooks implements StockPort {
  readonly #messages: MessageBooks
  readonly #piles: ReadonlyMap<string, Pile>
  readonly #held = new Map<string, Held>()

  constructor({ messages, editions }: { messages: MessageBooks; editions: Readonly<Record<string, number>> }) {
    this.#messages = messages
    this.#piles = new Map(Object.entries(editions).map(([sku, edition]) => [sku, new Pile(sku, edition)]))
  }

  reserve: StockPort['reserve'] = async (asked) => this.#move('reserveStock', asked, asked)
  commit: StockPort['commit'] = async (asked) => this.#move('commitStock', asked, nothing)
  release: StockPort['release'] = async (asked) => this.#move('releaseStock', asked, nothing)

  findOverdue: StockPort['findOverdue'] = async ({ nowMs, limit }) =>
    [...this.#held]
      .filter(([, held]) => endMsOf(held) <= nowMs)
      .sort(([, a], [, b]) => endMsOf(a) - endMsOf(b))
      .slice(0, limit)
      .map(([orderId]) => orderId)

  expire: StockPort['expire'] = async ({ orderIds, nowMs, events }) => {
    const due = orderIds.filter((orderId) => {
      const held = this.#held.get(orderId)
      return held !== undefined && endMsOf(held) <= nowMs
    })
    for (const orderId of due) this.#becomes(orderId, 'expired')
    const told = events.filter(({ aggregateId }) => due.includes(aggregateId))
    this.#messages.send(told, nowMs)
    return due
  }

  async reservation(orderId: string): Promise<Reservation | null> {
    return this.standing(orderId) ?? null
  }

  standing(orderId: string): Reservation | undefined {
    const held = this.#held.get(orderId)
    if (!held) return undefined
    const { state, lines, expiresAtMs } = held
    const ends = endOfHold(state, expiresAtMs === null ? null : new Date(expiresAtMs))
    return { orderId, state, expiresAt: ends, lines: this.#numbered(orderId, lines) }
  }

  /** When the next hold ends; infinity when nothing is held. */
  nextEndMs(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...[...this.#held.values()].map(endMsOf))
  }

  /** As the checker asks for it. */
  facts(): Reservation[] {
    return [...this.#held.keys()].flatMap((orderId) => this.standing(orderId) ?? [])
  }

  pileFacts() {
    const all = [...this.#held.values()]
    return [...this.#piles.values()].map((pile) => {
      const promised = (state: ReservationState) =>
        all
          .filter((held) => held.state === state)
          .flatMap(({ lines }) => lines)
          .filter(({ sku }) => sku === pile.sku)
      return pile.facts({ held: sum(promised('held')), committed: sum(promised('committed')) })
    })
  }

  #move(command: StockCommand, { received, orderId, nowMs, answers }: Asked, { lines, untilMs }: Wanted): void {
    if (this.#messages.knows(received)) return
    const known = this.#held.get(orderId)
    const move = known ? moves[command][known.state] : this.#first(command, lines)
    if (!known && move.next !== 'none') {
      const refused = move.next === 'refused'
      const holds = move.next === 'held'
      const refusedSku = 'sku' in move && typeof move.sku === 'string' ? move.sku : null
      const state = holds ? 'held' : refused ? 'refused' : 'released'
      if (holds) for (const line of lines) this.#piles.get(line.sku)?.move(orderId, ways.reserved, line.quantity)
      const kept = holds ? lines.map(({ sku, quantity }) => ({ sku, quantity })) : []
      this.#held.set(orderId, { state, refusedSku, lines: kept, expiresAtMs: holds ? untilMs : null })
    }
    if (known && move.next !== 'none' && move.next !== known.state) this.#becomes(orderId, move.next)
    this.#messages.note(received)
    const answer = answers.find(({ name }) => name === `inventory.${move.answer}`)
    if (answer) this.#messages.send([this.#completed(answer, { orderId, command })], nowMs)
  }

  #first(command: StockCommand, lines: readonly Line[]) {
    return command === 'reserveStock' ? firstReservation(lines, (sku) => this.#piles.get(sku)) : moves[command].none
  }

  #becomes(orderId: string, next: ReservationState): void {
    const held = this.#held.get(orderId)
    if (!held) return
    const way = wayOf(held.state, next)
    for (const { sku, quantity } of held.lines) {
      if (way) this.#piles.get(sku)?.move(orderId, way, quantity)
    }
    this.#held.set(orderId, { ...held, state: next })
  }

  /** The answer with what only the books know. */
  #completed(answer: Outgoing, { orderId, command }: { orderId: string; command: StockCommand }): Outgoing {
    const held = this.#held.get(orderId)
    const payload = Object(answer.payload)
    if (answer.name === 'inventory.stockReserved') {
      return { ...answer, payload: { ...payload, expiresAt: new Date(held?.expiresAtMs ?? 0).toISOString() } }
    }
    if (answer.name === 'inventory.stockRefused') {
      return { ...answer, payload: { ...payload, sku: command === 'reserveStock' ? (held?.refusedSku ?? null) : null } }
    }
    if (answer.name !== 'inventory.stockCommitted') return answer
    const lines = this.#numbered(orderId, held?.lines ?? []).map(({ sku, numbers }) => ({ sku, numbers }))
    return { ...answer, payload: { ...payload, lines: lines.sort((a, b) => (a.sku < b.sku ? -1 : 1)) } }
  }

  #numbered(orderId: string, lines: readonly Line[]) {
    return lines.map((line) => ({ ...line, numbers: this.#piles.get(line.sku)?.numbersOf(orderId) ?? [] }))
  }
}

const endMsOf = ({ state, expiresAtMs }: Held): number =>
  state === 'held' && expiresAtMs !== null ? expiresAtMs : Number.POSITIVE_INFINITY

const sum = (lines: readonly Line[]): number => lines.reduce((total, { quantity }) => total + quantity, 0)

function wayOf(from: ReservationState, to: ReservationState) {
  if (from === 'held' && to === 'committed') return ways.committed
  if (from === 'held' && to === 'released') return ways.released
  if (from === 'held' && to === 'expired') return ways.expired
  return from === 'committed' && to === 'released' ? ways.restocked : undefined
}
