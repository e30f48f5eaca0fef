import type { PileFacts } from '@switchyard/contracts/facts'
import { openInventoryDatabase } from '@switchyard/db/inventory'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { seedInventory } from '@switchyard/db/seed/inventory'
import { pileFacts } from '@switchyard/inventory/stock-facts'
import { createStockStore } from '@switchyard/inventory/stock-store'
import { TestClock } from '@switchyard/runtime/clock'
import { MessageBooks } from '../message-books.ts'
import { StockBooks, type StockPort } from '../stock-books.ts'

/** A stock room's database under proof, behind its port; of `sku` and `other` nothing is sold yet. */
export interface StockSubject extends AsyncDisposable {
  readonly port: StockPort
  readonly clock: TestClock
  /** What went into its outbox about an order, in the order in which it did. */
  answers(orderId: string): Promise<Answer[]>
  pile(sku: string): Promise<PileFacts | undefined>
}

export interface Answer {
  readonly name: string
  readonly payload: unknown
}

/** Two prints of the seeded catalogue, and how many there are of each. */
export const editions = { 'selvedge-no-4-a3': 100, 'selvedge-no-11-a3': 150 } as const
export const [sku, other] = ['selvedge-no-4-a3', 'selvedge-no-11-a3'] as const

/** The double. */
export async function stockBooksUnderProof(): Promise<StockSubject> {
  const messages = new MessageBooks()
  const books = new StockBooks({ messages, editions })
  return {
    ...{ port: books, clock: new TestClock() },
    answers: async (orderId) =>
      messages.rows
        .filter(({ message }) => message.aggregateId === orderId)
        .map(({ message: { name, payload } }) => ({ name, payload })),
    pile: async (of) => books.pileFacts().find((pile) => pile.sku === of),
    [Symbol.asyncDispose]: async () => undefined,
  }
}

/** Postgres. */
export async function stockDatabaseUnderProof({ adminUrl }: { adminUrl: string | undefined }): Promise<StockSubject> {
  const scratch = await createScratchDatabase({ owner: 'inventory', adminUrl })
  const database = openInventoryDatabase({ url: scratch.url, max: 4, connectMs: 20_000, statementTimeoutMs: 20_000 })
  await seedInventory(database)
  const { pool } = database
  return {
    ...{ port: createStockStore(database), clock: new TestClock() },
    answers: async (orderId) => {
      const { rows } = await pool.query<Answer>(
        'SELECT name, payload FROM outbox WHERE aggregate_id = $1 ORDER BY id',
        [orderId],
      )
      return rows
    },
    pile: async (of) => (await pileFacts(pool)).find((pile) => pile.sku === of),
    [Symbol.asyncDispose]: async () => {
      await database.close()
      await scratch[Symbol.asyncDispose]()
    },
  }
}
