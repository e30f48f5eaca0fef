import { randomUUID } from 'node:crypto'
import { expect, test } from '../shop.ts'

const queue = 'orders.mailroom'
const sku = 'cutout-no-15-a3'
const buyers = 5
/** The lab's mailbox shows no more of one address. */
const ordersMax = 190

test('a backlog drains faster by what an added instance takes of it, and every order has its mail once', async ({
  partner,
  fleet,
  mailbox,
}) => {
  const email = `backlog-${randomUUID().slice(0, 8)}@gallery.test`
  const placed = new Set<string>()
  /** Five buyers at a time; whoever is told to come back does so, with the same order. */
  const place = async (count: number) => {
    const buys = async (_: unknown, n: number) => {
      for (let at = n; at < count && placed.size < ordersMax; at += buyers) {
        const key = randomUUID()
        await expect(async () => {
          const { orderId } = await partner.placeOrder({ sku, card: 'tok_declined', email }, key)
          placed.add(orderId)
        }).toPass({ timeout: 30_000, intervals: [500] })
      }
    }
    await Promise.all(Array.from({ length: buyers }, buys))
  }
  /** What each instance did until `id` has done so many, of a backlog that is never over meanwhile. */
  const doneUntil = async (id: string, count: number) => {
    const before = await fleet.doneOn(queue)
    const done = async () => {
      if ((await fleet.queueCounts(queue)).waiting < 20) await place(20)
      return since(before, await fleet.doneOn(queue))
    }
    await expect.poll(async () => (await done())[id] ?? 0, often).toBeGreaterThanOrEqual(count)
    return since(before, await fleet.doneOn(queue))
  }

  const slow = await fleet.slowQueue(queue, { delayMs: 1_500 })
  await place(40)
  for (const id of ['orders-1', 'orders-2']) await doneUntil(id, 5)

  expect((await fleet.queueCounts(queue)).waiting).toBeGreaterThan(0)

  await fleet.scale('orders', 3)
  await doneUntil('orders-3', 1)
  const byThree = await doneUntil('orders-3', 15)
  // While one of the old ones does its part, two do twice as much and three thrice.
  const parts = (done: Record<string, number>) => sum(done) / (((done['orders-1'] ?? 0) + (done['orders-2'] ?? 0)) / 2)
  expect(parts(byThree), JSON.stringify(byThree)).toBeGreaterThan(2.5)

  await slow.heal()
  const mails = async () => (await mailbox.mailsTo(email)).map(({ orderId }) => orderId).toSorted()
  await expect.poll(mails, { timeout: 30_000, intervals: [200] }).toEqual([...placed].toSorted())
})

const often = { timeout: 30_000, intervals: [200] }

const since = (before: Record<string, number>, now: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(now)
      .map(([id, count]) => [id, count - (before[id] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  )
const sum = (done: Record<string, number>): number => Object.values(done).reduce((all, count) => all + count, 0)
