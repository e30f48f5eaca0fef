import { PrismaPg } from '@prisma/adapter-pg'
import { type Database, type DatabaseOptions, openDatabase } from './connect.ts'

/** A database with one pool, used by hand-written SQL and by the Prisma client alike. */
export interface PrismaDatabase<Client> extends Database {
  readonly prisma: Client
}

/** Opens a database with one limit on connections for both ways to use it. */
export function openWithPrisma<Client extends { $disconnect(): Promise<void> }>(
  options: DatabaseOptions,
  createClient: (adapter: PrismaPg) => Client,
): PrismaDatabase<Client> {
  const database = openDatabase(options)
  const prisma = createClient(new PrismaPg(database.pool))
  return {
    ...database,
    prisma,
    close: async () => {
      await prisma.$disconnect()
      await database.close()
    },
  }
}
