import type { Pool } from 'pg'
import { openDatabase } from './connect.ts'
import { type DatabaseOwner, databaseOwners } from './owners.ts'
import { seedIdentity } from './seed/identity.ts'
import { seedInventory } from './seed/inventory.ts'
import { seedOrders } from './seed/orders.ts'
import { seedPayments } from './seed/payments.ts'

export interface SeedOptions {
  /** Of each owner's database, with its own role. */
  readonly urls: Readonly<Record<DatabaseOwner, string>>
  readonly secrets: SeedSecrets
  /** Whether there are accounts with a password that everybody knows: where the lab is open. */
  readonly demoAccounts: boolean
}

/** The secrets that leave a trace in the data. */
interface SeedSecrets {
  readonly partnerKey: string
}

/** One line an owner: each fills its own database alone. */
const seeds: {
  [Owner in DatabaseOwner]: (given: { pool: Pool; demoAccounts: boolean } & SeedSecrets) => Promise<void>
} = {
  identity: seedIdentity,
  inventory: seedInventory,
  orders: seedOrders,
  payments: seedPayments,
}

/** Puts what the shop opens with into the four databases. Run again, it adds what is missing and changes no sale. */
export async function seed({ urls, secrets, demoAccounts }: SeedOptions): Promise<void> {
  await Promise.all(
    databaseOwners.map(async (owner) => {
      const { pool, close } = openDatabase({ url: urls[owner], max: 2, statementTimeoutMs: 30_000 })
      try {
        await seeds[owner]({ pool, demoAccounts, ...secrets })
      } finally {
        await close()
      }
    }),
  )
}
