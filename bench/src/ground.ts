import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@switchyard/host/postgres'
import { readSettings } from '@switchyard/host/settings'
import { ensureServiceKeys } from '@switchyard/rpc/testing/service-keys'
import type { Bench } from './case.ts'
import { broughtDatabaseUrl, environment } from './env.ts'

/** Keys, and a Postgres once somebody asks for it, in a folder that goes with them. */
export async function openGround(): Promise<Pick<Bench, 'secretsDir' | 'databaseUrl'> & AsyncDisposable> {
  const opened = new AsyncDisposableStack()
  const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-bench-'))
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }))
  await ensureServiceKeys({ secretsDir: dataDir, services: ['gateway', 'orders'] })
  return {
    secretsDir: dataDir,
    async databaseUrl() {
      if (broughtDatabaseUrl) return broughtDatabaseUrl
      const checkout = join(import.meta.dirname, '../..')
      const { inheritedEnv } = readSettings(checkout, { ...environment, DATA_DIR: dataDir })
      const reports = { log: () => {}, progress: () => {} }
      const password = randomBytes(18).toString('base64url')
      const postgres = await startPostgres({ checkout, dataDir, inheritedEnv, password, ...reports })
      opened.defer(() => postgres.stop())
      return postgres.url
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
