import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { seedDemoAccounts } from './demo-accounts.ts'

/** A stable id, so that the seeded partner's orders stay its own when its key is made anew. */
const partnerId = '0193f000-0000-7000-8000-000000000001'

/** Puts the partner key that the host prints where the gateway looks for it, as a hash, and the accounts to try the shop with. */
export async function seedIdentity({
  pool,
  partnerKey,
  demoAccounts,
}: {
  pool: Pool
  partnerKey: string
  demoAccounts: boolean
}): Promise<void> {
  await seedDemoAccounts({ pool, open: demoAccounts })
  const hash = createHash('sha256').update(partnerKey).digest('hex')
  await pool.query(
    `INSERT INTO api_key (id, name, key_hash, prefix, scopes, quota_per_minute)
     VALUES ($1, 'Seeded partner', $2, $3, '{orders:write,webhooks}', 1000000)
     ON CONFLICT (id) DO UPDATE SET key_hash = EXCLUDED.key_hash, prefix = EXCLUDED.prefix`,
    [partnerId, hash, partnerKey.slice(0, 16)],
  )
}
