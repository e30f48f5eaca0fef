import { expect, test } from 'vitest'
import { createApiKeys, type FindKey } from './api-keys.ts'

const partner = { id: 'partner-1', scopes: [], quotaPerMinute: 60 }

/** Keys that are looked up as the test says, in a time that it moves. */
function keys(find: FindKey) {
  const time = { ms: 0 }
  const looks = { begun: 0 }
  const { partnerOf, wasBelieved } = createApiKeys(
    (hash) => {
      looks.begun += 1
      return find(hash)
    },
    { elapsedMs: () => time.ms },
  )
  return { partnerOf, wasBelieved, time, looks }
}

test('calls of the same moment look a key up once, and later ones believe it', async () => {
  const { partnerOf, looks } = keys(async () => partner)
  const all = await Promise.all(Array.from({ length: 20 }, () => partnerOf('sk_1')))
  await partnerOf('sk_1')
  expect([new Set(all.map(({ principal }) => principal.id)), looks.begun]).toEqual([new Set(['partner-1']), 1])
})

test('an unknown key is refused, and looked up again when it is asked for again', async () => {
  const answers = [null, partner]
  const { partnerOf } = keys(async () => answers.shift() ?? null)
  await expect(partnerOf('sk_1')).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(await partnerOf('sk_1')).toMatchObject({ principal: { kind: 'partner', id: 'partner-1' }, quotaPerMinute: 60 })
})

test('a database that is away is no verdict on the key', async () => {
  const { partnerOf } = keys(() => Promise.reject(new Error('connect ECONNREFUSED')))
  await expect(partnerOf('sk_1')).rejects.toMatchObject({ code: 'unavailable', details: { retryAfterMs: 1_000 } })
})

test('a revoked key is dead a second later, however long the look took that saw it alive', async () => {
  const answer = Promise.withResolvers<typeof partner>()
  const answers = [answer.promise, Promise.resolve(null)]
  const { partnerOf, time } = keys(() => answers.shift() ?? Promise.resolve(null))
  const first = partnerOf('sk_1')
  time.ms = 800
  answer.resolve(partner)
  expect(await first).toMatchObject({ principal: { id: 'partner-1' } })
  expect(await partnerOf('sk_1')).toMatchObject({ principal: { id: 'partner-1' } })
  time.ms = 999
  await expect(partnerOf('sk_1')).rejects.toMatchObject({ code: 'unauthenticated' })
})

test('nobody joins a look that began too long ago', async () => {
  const slow = Promise.withResolvers<typeof partner>()
  const answers = [slow.promise, Promise.resolve(null)]
  const { partnerOf, time, looks } = keys(() => answers.shift() ?? Promise.resolve(null))
  const first = partnerOf('sk_1')
  time.ms = 999
  await expect(partnerOf('sk_1')).rejects.toMatchObject({ code: 'unauthenticated' })
  slow.resolve(partner)
  await first
  await expect(partnerOf('sk_1')).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(looks.begun).toBe(3)
})

test('a key is remembered as one that was believed until a look says that it is none', async () => {
  const answers = [partner, null]
  const { partnerOf, wasBelieved, time, looks } = keys(async () => answers.shift() ?? null)
  expect([wasBelieved('sk_1'), wasBelieved(undefined)]).toEqual([false, false])
  await partnerOf('sk_1')
  time.ms = 60_000
  expect([wasBelieved('sk_1'), wasBelieved('sk_2'), looks.begun]).toEqual([true, false, 1])
  await expect(partnerOf('sk_1')).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(wasBelieved('sk_1')).toBe(false)
})
