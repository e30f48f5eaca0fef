import type { OrderFacts, StockroomFacts } from '@switchyard/contracts/facts'
import type { OrdersFacts } from './check.ts'
import type { Case, LedgerEntry } from './invariant.ts'

/** A run of orders as everybody has it in their books. */
interface Chapter extends Omit<OrdersFacts, 'isLast'> {
  readonly stockroom: StockroomFacts
  readonly entries: readonly LedgerEntry[]
}

/** What time it is, and how long things may take. */
interface Patience {
  readonly nowMs: number
  /** What has changed within it is left alone. */
  readonly graceMs: number
  readonly lateMs: number
}

/** Puts together what belongs to one order, also where one of the books has never heard of it. */
export function casesOf({ orders, sent, buried, stockroom, entries }: Chapter, patience: Patience): Case[] {
  const { nowMs, lateMs } = patience
  const known = new Map(orders.map((order) => [order.orderId, order]))
  const reserved = new Map(stockroom.reservations.map((reservation) => [reservation.orderId, reservation]))
  const moved = Map.groupBy(entries, ({ orderId }) => orderId)
  const told = Map.groupBy([...sent, ...stockroom.sent], ({ orderId }) => orderId)
  const dead = [...buried, ...stockroom.buried]
  const orderIds = new Set([known, reserved, moved, told].flatMap((books) => [...books.keys()]))
  return [...orderIds].map((orderId) => {
    const order = known.get(orderId)
    return {
      ...{ orderId, order, reservation: reserved.get(orderId), buried: dead },
      ...{ entries: moved.get(orderId) ?? [], sent: told.get(orderId) ?? [] },
      isAtRest: order === undefined || (isSettled(order) && isOld(order.statusAt, nowMs - patience.graceMs)),
      isLate: (since) => isOld(since, nowMs - lateMs),
      isPast: (moment) => isOld(moment, nowMs - forgottenMs),
    }
  })
}

/** Work by the clock comes around every few seconds; within this, somebody must have come. */
const forgottenMs = 60_000

const isOld = (moment: string, beforeMs: number): boolean => Date.parse(moment) <= beforeMs

/** Whether every saga has come to its end and no money is under way. */
const isSettled = ({ sagas, payment }: OrderFacts): boolean =>
  sagas.every(({ state }) => state === 'done' || state === 'undone') && !moving.includes(payment.state)

const moving = ['requested', 'charging', 'refunding']
