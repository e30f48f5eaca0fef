import type { DatabaseOptions } from './connect.ts'
import { PrismaClient } from './generated/identity/client.ts'
import { openWithPrisma, type PrismaDatabase } from './with-prisma.ts'

/** The database of identity, by SQL and by Prisma. */
export type IdentityDatabase = PrismaDatabase<PrismaClient>

/** Opens the database of identity. */
export const openIdentityDatabase = (options: DatabaseOptions): IdentityDatabase =>
  openWithPrisma(options, (adapter) => new PrismaClient({ adapter }))
