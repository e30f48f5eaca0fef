import { openDatabase } from './connect.ts'
import type { DatabaseOwner } from './owners.ts'
import { seedIdentity } from './seed/identity.ts'

export interface SeedOptions {
  /** Of each owner's database, with its own role. */
  readonly urls: Readonly<Record<DatabaseOwner, string>>
  readonly secrets: SeedSecrets
}

/** The secrets that leave a trace in the data. */
export interface SeedSecrets {
  readonly partnerKey: string
}

/** Puts what the shop opens with into the four databases. Run again, it adds what is missing and changes no sale. */
export async function seed({ urls, secrets }: SeedOptions): Promise<void> {
  const identity = openDatabase({ url: urls.identity, max: 2 })
  try {
    await seedIdentity({ pool: identity.pool, partnerKey: secrets.partnerKey })
  } finally {
    await identity.close()
  }
}
