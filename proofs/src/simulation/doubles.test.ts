import { describe, test } from 'vitest'
import { orderGuarantees } from './testing/order-guarantees.ts'
import { orderBooksUnderProof } from './testing/order-subjects.ts'
import { stockGuarantees } from './testing/stock-guarantees.ts'
import { stockBooksUnderProof } from './testing/stock-subjects.ts'

describe('the double of orders’ database', () => {
  test.each(orderGuarantees)('$title', async ({ prove }) => {
    await using subject = await orderBooksUnderProof()
    await prove(subject)
  })
})

describe('the double of the stock room’s database', () => {
  test.each(stockGuarantees)('$title', async ({ prove }) => {
    await using subject = await stockBooksUnderProof()
    await prove(subject)
  })
})
