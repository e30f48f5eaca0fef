import type { CacheNote } from '@switchyard/rpc/envelope'
import { expect, test } from 'vitest'
import { cacheHeaders, cacheStatus } from './cache-status.ts'

const note = (how: CacheNote['how'], ageMs: number, leftMs: number): CacheNote => ({
  ...{ operation: `inventory.${how}`, how, ageMs, leftMs, sinceMs: 0 },
})

test.each([
  ['all of it kept', [note('hit', 2_400, 7_600), note('hit', 400, 600)], 'hit; ttl=1', '2'],
  ['a part asked anew behind it', [note('hit', 0, 1_000), note('stale', 6_000, -1_000)], 'hit; ttl=-1', '6'],
  ['a part asked for', [note('hit', 3_000, 1_000), note('miss', 0, 5_000)], 'fwd=miss; stored', '3'],
  ['a part that somebody else asked for', [note('joined', 0, 5_000)], 'fwd=miss; collapsed', '0'],
  [
    'the last good copy',
    [note('error', 90_000, -85_000), note('hit', 0, 1)],
    'fwd=stale; fwd-status=503; ttl=-85',
    '90',
  ],
])('says of an answer with %s: %s', (_, notes, status, age) => {
  const headers = cacheStatus(notes)
  expect(headers['cache-status']).toContain(`Switchyard; ${status}; detail="inventory.`)
  expect(headers.age).toBe(age)
})

test('says nothing of an answer that nobody may keep, and lets nobody keep one that brings a cookie', () => {
  const reply = (cookie: boolean) => ({ hasHeader: () => cookie })
  const ctx = (cacheNotes: CacheNote[]) => ({ cacheNotes }) as Parameters<typeof cacheHeaders>[0]
  expect(cacheHeaders(ctx([]), reply(false))).toEqual({})
  expect(cacheHeaders(ctx([note('hit', 0, 1)]), reply(false))).toMatchObject({ 'cache-control': 'public, no-cache' })
  expect(cacheHeaders(ctx([note('hit', 0, 1)]), reply(true))).not.toHaveProperty('cache-control')
})
