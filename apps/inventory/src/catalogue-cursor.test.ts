import { isFailure } from '@switchyard/rpc/failure'
import { expect, test } from 'vitest'
import { readCursor, type Sort, writeCursor } from './catalogue-cursor.ts'

const last = { slug: 'moon-no-9', released_at: '2026-10-01T09:00:00+00:00', price: 8500, sort_title: 'moon no. 000009' }

test.each([
  ['newest', new Date('2026-10-01T09:00:00Z')],
  ['price', 8500],
  ['-price', 8500],
  ['title', 'moon no. 000009'],
] as const)('a cursor of the sort %s leads back to the print it was made from', (sort, key) => {
  expect(readCursor(writeCursor(sort, last), sort)).toEqual({ key, slug: 'moon-no-9' })
})

const forged = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url')

test.each<[string, string, Sort]>([
  ['another sort', writeCursor('price', last), '-price'],
  ['no base64', '!!', 'newest'],
  ['no JSON', Buffer.from('hello').toString('base64url'), 'newest'],
  ['another shape', forged({ sort: 'newest' }), 'newest'],
  ['a key of another type', forged(['price', '8500', 'moon-no-9']), 'price'],
  ['a date that no calendar has', forged(['newest', 1e15, 'moon-no-9']), 'newest'],
  ['a NUL character', forged(['title', '\0', 'moon-no-9']), 'title'],
  ['a slug that is none', forged(['price', 1, 'a b']), 'price'],
])('a cursor of %s is invalid input that names the cursor', (_, cursor, sort) => {
  const read = () => readCursor(cursor, sort)
  expect(read).toThrow(expect.toSatisfy((error) => isFailure(error, 'invalid_input')))
  expect(read).toThrow(
    expect.objectContaining({
      details: { detail: expect.any(String), issues: [{ path: 'cursor', message: expect.any(String) }] },
    }),
  )
})
