import { expect, test } from 'vitest'
import { createApiKeys } from './api-keys.ts'

test('calls of the same moment look a key up once, and later ones believe it', async () => {
  let looks = 0
  const { partnerOf } = createApiKeys(async () => {
    looks += 1
    return { id: 'partner-1', scopes: [], quotaPerMinute: 60 }
  })
  const all = await Promise.all(Array.from({ length: 20 }, () => partnerOf('sk_1')))
  await partnerOf('sk_1')
  expect([new Set(all.map(({ principal }) => principal.id)), looks]).toEqual([new Set(['partner-1']), 1])
})

test('an unknown key is refused, and looked up again when it is asked for again', async () => {
  const answers = [null, { id: 'partner-1', scopes: [], quotaPerMinute: 60 }]
  const { partnerOf } = createApiKeys(async () => answers.shift() ?? null)
  await expect(partnerOf('sk_1')).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(await partnerOf('sk_1')).toMatchObject({ principal: { kind: 'partner', id: 'partner-1' }, quotaPerMinute: 60 })
})

test('a database that is away is no verdict on the key', async () => {
  const { partnerOf } = createApiKeys(() => Promise.reject(new Error('connect ECONNREFUSED')))
  await expect(partnerOf('sk_1')).rejects.toMatchObject({ code: 'unavailable', details: { retryAfterMs: 1_000 } })
})
