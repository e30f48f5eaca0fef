import type { DatabaseOptions } from './connect.ts'
import { PrismaClient } from './generated/inventory/client.ts'
import { openWithPrisma, type PrismaDatabase } from './with-prisma.ts'

/** The database of inventory, by SQL and by Prisma. */
export type InventoryDatabase = PrismaDatabase<PrismaClient>

/** Opens the database of inventory. */
export const openInventoryDatabase = (options: DatabaseOptions): InventoryDatabase =>
  openWithPrisma(options, (adapter) => new PrismaClient({ adapter }))
