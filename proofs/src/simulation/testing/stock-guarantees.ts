import assert from 'node:assert/strict'
import { inventory } from '@switchyard/contracts/inventory'
import { moves, type ReservationState, type StockCommand } from '@switchyard/inventory/stock'
import { outgoing } from '@switchyard/messaging/outbox'
import { v7 } from 'uuid'
import type { Line } from '../stock-pile.ts'
import { type Answer, editions, other, type StockSubject, sku } from './stock-subjects.ts'

interface Guarantee {
  readonly title: string
  /** Rejects when it is broken. */
  prove(subject: StockSubject): Promise<void>
}

const holdMs = 60_000

/** What inventory relies on in its database, whoever it is. */
export const stockGuarantees: readonly Guarantee[] = [
  {
    title: 'every command leads from every state where the rules say, and is answered as they say',
    prove: async (subject) => {
      for (const [command, rows] of Object.entries(moves)) {
        for (const [state, { next, answer }] of Object.entries(rows)) {
          const orderId = await orderIn(subject, state as ReservationState | 'none')
          const told = await tell(subject, command as StockCommand, orderId, { lines: one(sku) })
          const found = (await subject.port.reservation(orderId))?.state ?? 'none'
          assert.deepEqual([command, state, found, told?.name], [command, state, next, `inventory.${answer}`])
        }
      }
    },
  },
  {
    title: 'a reservation takes all lines or none, and names the first SKU that is short',
    prove: async (subject) => {
      const before = await subject.pile(other)
      const lines = [{ sku: other, quantity: 1 }, { sku, quantity: editions[sku] + 1 }, ...one('no-such-print')]
      const told = await tell(subject, 'reserveStock', v7(), { lines })
      assert.equal(Object(told?.payload).sku, 'no-such-print')
      assert.deepEqual(await subject.pile(other), before)
    },
  },
  {
    title: 'a message that comes again changes nothing and is not answered again; another of its step is, as before',
    prove: async (subject) => {
      const [orderId, id] = [v7(), v7()]
      const first = await tell(subject, 'reserveStock', orderId, { lines: one(sku), id })
      await tell(subject, 'reserveStock', orderId, { lines: one(sku), id })
      assert.equal((await subject.answers(orderId)).length, 1)
      const pile = await subject.pile(sku)
      await subject.clock.advance(5)
      const second = await tell(subject, 'reserveStock', orderId, { lines: one(sku) })
      assert.deepEqual(Object(second?.payload).expiresAt, Object(first?.payload).expiresAt)
      assert.deepEqual(await subject.pile(sku), pile)
    },
  },
  {
    title: 'a commit gives out the lowest free numbers, and a release puts them and the prints back',
    prove: async (subject) => {
      const [first, second, third] = [v7(), v7(), v7()]
      const before = await subject.pile(other)
      for (const orderId of [first, second]) {
        await tell(subject, 'reserveStock', orderId, { lines: [{ sku: other, quantity: 2 }] })
        await tell(subject, 'commitStock', orderId)
      }
      assert.deepEqual(await numbersOf(subject, second), [3, 4])
      await tell(subject, 'releaseStock', first)
      await tell(subject, 'reserveStock', third, { lines: [{ sku: other, quantity: 3 }] })
      const told = await tell(subject, 'commitStock', third)
      assert.deepEqual(Object(told?.payload).lines, [{ sku: other, numbers: [1, 2, 5] }])
      const after = await subject.pile(other)
      assert.deepEqual([after?.sold, after?.numbered, after?.committed], [5, 5, 5])
      for (const orderId of [second, third]) await tell(subject, 'releaseStock', orderId)
      assert.deepEqual(await subject.pile(other), before)
    },
  },
  {
    title: 'a hold ends when its time is over and not before, once, and one event tells so',
    prove: async (subject) => {
      const [held, sold] = [v7(), v7()]
      for (const orderId of [held, sold]) await tell(subject, 'reserveStock', orderId, { lines: one(sku) })
      await tell(subject, 'commitStock', sold)
      await subject.clock.advance(holdMs - 1)
      assert.equal((await overdue(subject)).includes(held), false)
      assert.deepEqual(await expire(subject, [held, sold]), [])
      await subject.clock.advance(1)
      assert.equal((await overdue(subject)).includes(held), true)
      assert.deepEqual(await expire(subject, [held, sold]), [held])
      assert.deepEqual(await expire(subject, [held, sold]), [])
      const names = (await subject.answers(held)).map(({ name }) => name)
      assert.deepEqual(names, ['inventory.stockReserved', 'inventory.reservationExpired'])
      assert.equal((await subject.port.reservation(held))?.state, 'expired')
      await tell(subject, 'releaseStock', sold)
    },
  },
]

/** Gives a command to the port as inventory's handlers do, and returns the answer that went out with it, if one did. */
export async function tell(
  subject: StockSubject,
  command: StockCommand,
  orderId: string,
  { lines = [], id = v7() }: { lines?: readonly Line[]; id?: string } = {},
): Promise<Answer | undefined> {
  const { stockReserved, stockRefused, stockCommitted, stockReleased } = inventory.events
  const nowMs = subject.clock.now()
  const about = () => ({ id: v7(), aggregateId: orderId })
  const ref = { orderId, stepId: id }
  const untilMs = nowMs + holdMs
  const refused = outgoing(stockRefused, { ...ref, sku: null }, about())
  const asked = { received: { consumer: `inventory.${command}`, id }, orderId, nowMs }
  if (command === 'reserveStock') {
    const expiresAt = new Date(untilMs).toISOString()
    const answers = [outgoing(stockReserved, { ...ref, expiresAt }, about()), refused]
    await subject.port.reserve({ ...asked, lines, untilMs, answers })
  }
  if (command === 'commitStock') {
    const answers = [outgoing(stockCommitted, { ...ref, lines: [] }, about()), refused]
    await subject.port.commit({ ...asked, answers })
  }
  if (command === 'releaseStock') {
    await subject.port.release({ ...asked, answers: [outgoing(stockReleased, ref, about())] })
  }
  return (await subject.answers(orderId)).find(({ payload }) => Object(payload).stepId === id)
}

/** Ends holds as the job does. */
export function expire({ port, clock }: StockSubject, orderIds: string[]): Promise<string[]> {
  const { reservationExpired } = inventory.events
  const events = orderIds.map((orderId) =>
    outgoing(reservationExpired, { orderId }, { id: v7(), aggregateId: orderId }),
  )
  return port.expire({ orderIds, nowMs: clock.now(), events })
}

const one = (of: string): Line[] => [{ sku: of, quantity: 1 }]
const overdue = ({ port, clock }: StockSubject) => port.findOverdue({ nowMs: clock.now(), limit: 999 })
const numbersOf = async ({ port }: StockSubject, orderId: string) =>
  (await port.reservation(orderId))?.lines.flatMap(({ numbers }) => numbers)

async function orderIn(subject: StockSubject, state: ReservationState | 'none'): Promise<string> {
  const orderId = v7()
  if (state === 'released') await tell(subject, 'releaseStock', orderId)
  if (state === 'refused') await tell(subject, 'reserveStock', orderId, { lines: one('no-such-print') })
  if (state === 'held' || state === 'committed' || state === 'expired') {
    await tell(subject, 'reserveStock', orderId, { lines: one(sku) })
  }
  if (state === 'committed') await tell(subject, 'commitStock', orderId)
  if (state === 'expired') {
    await subject.clock.advance(holdMs)
    await expire(subject, [orderId])
  }
  return orderId
}
