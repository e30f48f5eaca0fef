import type { DatabaseOptions } from './connect.ts'
import { PrismaClient } from './generated/orders/client.ts'
import { openWithPrisma, type PrismaDatabase } from './with-prisma.ts'

/** The database of orders, by SQL and by Prisma. */
export type OrdersDatabase = PrismaDatabase<PrismaClient>

/** Opens the database of orders. */
export const openOrdersDatabase = (options: DatabaseOptions): OrdersDatabase =>
  openWithPrisma(options, (adapter) => new PrismaClient({ adapter }))
