import { randomBytes, randomUUID } from 'node:crypto'
import type { Scope } from '@switchyard/contracts/api-keys'
import { storefront } from '@switchyard/contracts/storefront'
import { openIdentityDatabase } from '@switchyard/db/identity'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import type { CallContext, Principal } from '@switchyard/rpc/envelope'
import { failureOf } from '@switchyard/rpc/error-shape'
import { implement } from '@switchyard/rpc/implement'
import { TestClock } from '@switchyard/runtime/clock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKeys } from './api-keys.ts'
import { keyDesk } from './key-desk.ts'
import { createKeyStore } from './key-store.ts'

const clock = new TestClock(Date.UTC(2026, 10, 28))
let scratch: Awaited<ReturnType<typeof createScratchDatabase>>
let database: ReturnType<typeof openIdentityDatabase>
let keys: ReturnType<typeof createKeyStore>

beforeAll(async () => {
  scratch = await createScratchDatabase({ owner: 'identity', adminUrl: process.env.TEST_DATABASE_URL })
  database = openIdentityDatabase({ url: scratch.url, max: 4, connectMs: 10_000 })
  keys = createKeyStore({ pool: database.pool, clock })
})
afterAll(async () => {
  await database.close()
  await scratch[Symbol.asyncDispose]()
})

/** The office, as one of its callers. */
function office(kind: Principal['kind'] = 'admin') {
  const newSecret = () => randomBytes(32).toString('base64url')
  const router = implement(storefront.apiKeys, keyDesk({ keys, clock, newId: randomUUID, newSecret }))
  const envelope = {
    callId: 'c',
    principal: { kind, id: 'a1' },
    deadlineAtMs: Number.MAX_SAFE_INTEGER,
    traceparent: '',
  }
  return router.createCaller({ envelope, signal: new AbortController().signal } satisfies CallContext)
}

const made = (scopes: Scope[] = ['orders:read']) => office().create({ name: 'Gallery', scopes })
/** A gateway that has just started: it believes nothing yet. */
const gateway = () => createApiKeys(keys.find, { elapsedMs: () => clock.now() })
const taken = (key: string, by = gateway()) =>
  by.partnerOf(key).then(
    ({ principal }) => principal.id,
    (error: unknown) => failureOf(error).code,
  )

test('a key is told once, and only its hash and how it begins are kept', async () => {
  const { key, keyId, prefix } = await made()
  expect(key).toMatch(/^sk_halftone_[\w-]{43}$/)
  expect(await gateway().partnerOf(key)).toEqual({
    principal: { kind: 'partner', id: keyId, scopes: ['orders:read'] },
    quotaPerMinute: 600,
  })
  const { items } = await office('staff').list({})
  const listed = items.find((item) => item.keyId === keyId)
  expect(listed).toMatchObject({ name: 'Gallery', prefix, revokedAt: null, bothUntil: null })
  expect(key.startsWith(prefix)).toBe(true)
  const { rows } = await database.pool.query('SELECT to_jsonb(api_key)::text AS row FROM api_key')
  expect(JSON.stringify([rows, items])).not.toContain(key.slice(prefix.length))
})

test('a rotated key and its successor are both the partner’s until the overlap ends', async () => {
  const { key: old, keyId } = await made()
  const { key: next, bothUntil } = await office().rotate({ keyId, overlapS: 60 })
  expect(bothUntil).toBe(new Date(clock.now() + 60_000).toISOString())
  expect([await taken(old), await taken(next)]).toEqual([keyId, keyId])
  await clock.advance(60_000)
  expect([await taken(old), await taken(next)]).toEqual(['unauthenticated', keyId])
})

test('a key that was rotated away twice is dead, though an overlap is on', async () => {
  const { key: first, keyId } = await made()
  const { key: second } = await office().rotate({ keyId, overlapS: 60 })
  const { key: third } = await office().rotate({ keyId, overlapS: 60 })
  expect([await taken(first), await taken(second), await taken(third)]).toEqual(['unauthenticated', keyId, keyId])
})

test('a revoked key is dead within a second on every gateway, and so is the one before it', async () => {
  const { key: old, keyId } = await made()
  const { key } = await office().rotate({ keyId, overlapS: 600 })
  const gateways = [gateway(), gateway()]
  for (const one of gateways) expect([await taken(key, one), await taken(old, one)]).toEqual([keyId, keyId])
  await office('staff').revoke({ keyId })
  await clock.advance(1_000)
  for (const one of gateways)
    expect([await taken(key, one), await taken(old, one)]).toEqual(['unauthenticated', 'unauthenticated'])
  await expect(office().rotate({ keyId })).rejects.toMatchObject({ cause: { code: 'not_found' } })
})

test('revoked twice it was revoked at the first time', async () => {
  const { keyId } = await made()
  const { revokedAt } = await office().revoke({ keyId })
  await clock.advance(5_000)
  expect((await office().revoke({ keyId })).revokedAt).toBe(revokedAt)
})

test.each(['guest', 'shopper', 'partner', 'staff'] as const)('a %s makes no key', async (kind) => {
  const refused = await office(kind)
    .create({ name: 'x', scopes: [] })
    .catch((error: unknown) => failureOf(error).code)
  expect(refused).toBe(kind === 'guest' ? 'unauthenticated' : 'forbidden')
})
