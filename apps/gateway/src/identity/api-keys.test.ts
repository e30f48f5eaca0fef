import { expect, test } from 'vitest'
import { createApiKeys } from './api-keys.ts'

test('calls of the same moment look a key up once, and later ones believe it', async () => {
  let looks = 0
  const { principalOf } = createApiKeys(async () => {
    looks += 1
    return { id: 'partner-1', scopes: [] }
  })
  const all = await Promise.all(Array.from({ length: 20 }, () => principalOf('sk_1')))
  await principalOf('sk_1')
  expect([new Set(all.map(({ id }) => id)), looks]).toEqual([new Set(['partner-1']), 1])
})

test('an unknown key is refused, and looked up again when it is asked for again', async () => {
  const answers = [null, { id: 'partner-1', scopes: [] }]
  const { principalOf } = createApiKeys(async () => answers.shift() ?? null)
  await expect(principalOf('sk_1')).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(await principalOf('sk_1')).toMatchObject({ kind: 'partner', id: 'partner-1' })
})

test('a database that is away is no verdict on the key', async () => {
  const { principalOf } = createApiKeys(() => Promise.reject(new Error('connect ECONNREFUSED')))
  await expect(principalOf('sk_1')).rejects.toMatchObject({ code: 'unavailable', details: { retryAfterMs: 1_000 } })
})
