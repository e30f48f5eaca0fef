import { groupCommit } from '@switchyard/db/group-commit'
import { openOrdersDatabase } from '@switchyard/db/orders'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { insertOrders, type NewOrder } from '@switchyard/orders/order-insert'
import type { Case } from '../case.ts'
import { figureOf, of, timesOf } from '../figure.ts'
import { interleave } from '../interleave.ts'
import { measureRate } from '../measure.ts'
import { newOrders } from '../new-orders.ts'
import { writeByPrisma, writeByStatements } from '../write-order.ts'

/** In a round; each way gets about as much time. */
const orders = { one: 3_000, statements: 1_200, prisma: 500 }
const width = 50

/** A checkout's rows, 50 at once over as many connections: by our one statement, by eight of `pg`, by an interactive transaction of Prisma. */
export const checkout: Case = {
  name: 'checkout',
  async run({ rounds, share, clock, databaseUrl }) {
    await using scratch = await createScratchDatabase({ owner: 'orders', adminUrl: await databaseUrl() })
    const patience = { statementTimeoutMs: 10_000, connectMs: 10_000 }
    const { pool, prisma, close } = openOrdersDatabase({ url: scratch.url, max: width, ...patience })
    const lane = (count: number, write: (order: NewOrder) => Promise<void>) => async () => {
      const made = await newOrders(Math.ceil(count * share), { clock })
      return measureRate(made.length, (turn) => write(made[turn] as NewOrder), { width })
    }
    const { one, statements, ofPrisma } = await interleave(
      {
        one: lane(
          orders.one,
          groupCommit((orders: readonly NewOrder[]) => insertOrders(pool, orders)),
        ),
        statements: lane(orders.statements, (order) => writeByStatements(pool, order)),
        ofPrisma: lane(orders.prisma, (order) => writeByPrisma(prisma, order)),
      },
      rounds,
    )
    await close()
    const ratio = (what: string, less: typeof one, goal: number) =>
      figureOf(what, timesOf(one, less, 'perSecond'), goal, '×')
    return [
      figureOf('orders written by one statement', of(one, 'perSecond'), undefined, '/s'),
      figureOf('… by eight statements of pg in a transaction', of(statements, 'perSecond'), undefined, '/s'),
      figureOf('… by an interactive transaction of Prisma', of(ofPrisma, 'perSecond'), undefined, '/s'),
      ratio('one statement over eight', statements, 3.5),
      ratio('one statement over Prisma', ofPrisma, 12),
    ]
  },
}
