import { PrismaPg } from '@prisma/adapter-pg'
import { type Database, type DatabaseOptions, openDatabase } from './connect.ts'
import { PrismaClient } from './generated/inventory/client.ts'

/** The database of inventory: one pool, used by hand-written SQL and by the Prisma client alike. */
export interface InventoryDatabase extends Database {
  readonly prisma: PrismaClient
}

/** Opens the database of inventory with one limit on connections for both ways to use it. */
export function openInventoryDatabase(options: DatabaseOptions): InventoryDatabase {
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
