import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SeededRandom } from './random.ts'
import { orderGuarantees } from './testing/order-guarantees.ts'
import { type OrderSubject, orderDatabaseUnderProof } from './testing/order-subjects.ts'
import { expire, stockGuarantees, tell } from './testing/stock-guarantees.ts'
import { type StockSubject, sku, stockBooksUnderProof, stockDatabaseUnderProof } from './testing/stock-subjects.ts'

const adminUrl = process.env.TEST_DATABASE_URL
let orders: OrderSubject
let stock: StockSubject
beforeAll(async () => {
  orders = await orderDatabaseUnderProof({ adminUrl })
  stock = await stockDatabaseUnderProof({ adminUrl })
})
afterAll(async () => {
  await orders?.[Symbol.asyncDispose]()
  await stock?.[Symbol.asyncDispose]()
})

describe('orders’ database, of which there is a double', () => {
  test.each(orderGuarantees)('$title', ({ prove }) => prove(orders))
})

describe('the stock room’s database, of which there is a double', () => {
  test.each(stockGuarantees)('$title', ({ prove }) => prove(stock))

  test('comes to the same as its double by 100 commands and ends of holds in an order that nobody chose', async () => {
    await using real = await stockDatabaseUnderProof({ adminUrl })
    await using double = await stockBooksUnderProof()
    const both = [real, double]
    const random = new SeededRandom(2026)
    const orderIds = Array.from({ length: 12 }, () => v7())
    const messageIds = Array.from({ length: 60 }, () => v7())
    const commands = ['reserveStock', 'commitStock', 'releaseStock'] as const
    for (let times = 0; times < 100; times++) {
      const orderId = orderIds[random.below(orderIds.length)] ?? ''
      const id = messageIds[random.below(messageIds.length)] ?? ''
      const command = commands[random.below(commands.length)] ?? 'reserveStock'
      const lines = [{ sku, quantity: 1 + random.below(30) }]
      const ends = random.chance(0.1)
      const told = await Promise.all(
        both.map(async (subject) => {
          if (!ends) return await tell(subject, command, orderId, { lines, id })
          await subject.clock.advance(25_000)
          return (await expire(subject, orderIds)).sort()
        }),
      )
      const [known, knownToDouble] = await Promise.all(both.map(({ port }) => port.reservation(orderId)))
      expect(told[1]).toEqual(told[0])
      expect(knownToDouble).toEqual(known)
    }
    expect(await double.pile(sku)).toEqual(await real.pile(sku))
  })
})
