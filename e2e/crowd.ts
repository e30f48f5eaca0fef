import { setTimeout as pause } from 'node:timers/promises'
import { expect } from '@playwright/test'
import { openErrands } from './errands.ts'
import type { Ledger } from './ledger.ts'
import type { Partner } from './partner.ts'

const peopleCount = 4
/** Between two questions of one person: together they keep the shop busy and leave the machine room for the fault. */
const lookMs = 80
const looksPerOrder = 16

/** People who buy one print and look around meanwhile, all at once, beside the one whom a test watches. */
export type Crowd = Awaited<ReturnType<typeof gatherCrowd>>

/**
 * Gathers a crowd once the shop serves it without a fault: a shop that has just been started on a busy machine is slow by
 * itself, and a fault proves something only after that.
 */
export async function gatherCrowd(sku: string, { partner, ledger }: { partner: Partner; ledger: Ledger }) {
  const { buys, looks, wrong, ...errands } = openErrands(sku, partner)
  const everybody = (act: (n: number) => Promise<void>) =>
    Promise.all(Array.from({ length: peopleCount * 2 }, (_, n) => act(n)))
  const person = async (n: number, { aborted }: { aborted: () => boolean }) => {
    for (let turn = n * peopleCount; !aborted(); turn++) {
      await (turn % looksPerOrder === 0 ? buys() : looks(turn))
      await pause(lookMs)
    }
  }

  const isServed = async () => {
    wrong.length = 0
    await everybody(() => buys())
    await everybody((n) => looks(n))
    expect(wrong).toEqual([])
    return { orders: await errands.settle(), stock: await partner.stockOf(sku) }
  }
  const before = await untilItSucceeds(isServed, { timeout: 45_000 })

  return {
    /** Everybody asks, and half of them order, at this very moment. */
    rush: () => everybody((n) => (n % 2 === 0 ? buys() : looks(n))),
    /** Forty questions that only inventory answers, and forty for orders alone. */
    browse: async () => {
      for (let turn = 0; turn < 10; turn++) await everybody((n) => looks(n, { kinds: 2 }))
    },
    /** Buys and looks around for as long as `act` takes. */
    shopsWhile: async (act: () => Promise<void>) => {
      let closing = false
      const people = Array.from({ length: peopleCount }, (_, n) => person(n, { aborted: () => closing }))
      try {
        await act()
      } finally {
        closing = true
        await Promise.all(people)
      }
    },
    /** Nobody saw an error, and everybody got what they paid for: each order once, each charged once, each print sold once. */
    wasServedRight: async () => {
      expect(wrong).toEqual([])
      const orders = await errands.settle()
      await errands.repeat()
      const moves = Map.groupBy(await ledger.entries(), ({ orderId }) => orderId)
      for (const { orderId, total } of orders) {
        expect(moves.get(orderId), orderId).toMatchObject([{ kind: 'charge', amount: total.amount }])
      }
      const sold = before.stock.sold + orders.length - before.orders.length
      expect(await partner.stockOf(sku)).toMatchObject({ sold, reserved: before.stock.reserved })
    },
  }
}

/** What it resolves with when it does so for the first time. */
async function untilItSucceeds<T>(attempt: () => Promise<T>, { timeout }: { timeout: number }): Promise<T> {
  const came: T[] = []
  await expect(async () => void came.push(await attempt())).toPass({ timeout })
  const [first] = came
  if (first === undefined) throw new Error('it never succeeded')
  return first
}
