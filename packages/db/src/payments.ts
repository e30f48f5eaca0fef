import { PrismaPg } from '@prisma/adapter-pg'
import { type Database, type DatabaseOptions, openDatabase } from './connect.ts'
import { PrismaClient } from './generated/payments/client.ts'

/** The database of payments: one pool, used by hand-written SQL and by the Prisma client alike. */
export interface PaymentsDatabase extends Database {
  readonly prisma: PrismaClient
}

/** Opens the database of payments with one limit on connections for both ways to use it. */
export function openPaymentsDatabase(options: DatabaseOptions): PaymentsDatabase {
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
