import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@switchyard/runtime/clock'
import type { Entry } from '../discovery.ts'
import { type Identity, loadIdentity } from '../tokens.ts'
import { ensureServiceKeys } from './service-keys.ts'

/** An instance of orders, number `n`, as tests of discovery register it. */
export const entryOf = (n: number, over: Partial<Entry> = {}): Entry => ({
  service: 'orders',
  instanceId: `orders-${n}`,
  address: `127.0.0.1:${4000 + n}`,
  version: '1',
  zone: 'a',
  weight: 1,
  startedAtMs: n,
  ...over,
})

/** Keys of a few services in a folder of their own, which goes when it is disposed of. */
export async function testKeys() {
  const secretsDir = await mkdtemp(join(tmpdir(), 'switchyard-keys-'))
  await ensureServiceKeys({ secretsDir, services: ['gateway', 'orders', 'inventory'] })
  return {
    secretsDir,
    identityOf: (service: string, clock: Clock): Promise<Identity> => loadIdentity({ service, secretsDir, clock }),
    [Symbol.asyncDispose]: () => rm(secretsDir, { recursive: true, force: true }),
  }
}
