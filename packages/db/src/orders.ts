import { PrismaPg } from '@prisma/adapter-pg'
import { type Database, type DatabaseOptions, openDatabase } from './connect.ts'
import { PrismaClient } from './generated/orders/client.ts'

/** The database of orders: one pool, used by hand-written SQL and by the Prisma client alike. */
export interface OrdersDatabase extends Database {
  readonly prisma: PrismaClient
}

/** Opens the database of orders with one limit on connections for both ways to use it. */
export function openOrdersDatabase(options: DatabaseOptions): OrdersDatabase {
  const database = openDatabase(options)
  const prisma = new PrismaClient({ adapter: new PrismaPg(database.pool) })
  return {
    ...database,
    prisma,
    close: async () => {
      await prisma.$disconnect()
      await database.close()
    },
  }
}
