/**
 * KEYSET PAGING: a cursor is the place of the last print that was shown, so a page begins right after it even when
 * prints were added or sold meanwhile; nothing is shown twice and nothing is skipped.
 */
import { Failure } from '@switchyard/rpc/failure'
import { z } from 'zod'

/** Each order of the catalogue: the column that decides, with the slug as its tie-break. */
export const sortKeys = {
  newest: { column: 'released_at', type: 'timestamptz', order: 'DESC' },
  price: { column: 'price', type: 'integer', order: 'ASC' },
  '-price': { column: 'price', type: 'integer', order: 'DESC' },
  title: { column: 'sort_title', type: 'text', order: 'ASC' },
} as const

export type Sort = keyof typeof sortKeys

/** A print's place in each of the orders. */
export interface Position {
  slug: string
  released_at: string
  price: number
  sort_title: string
}

/** The cursor that goes on after `last`; only {@link readCursor} knows what it means. */
export function writeCursor(sort: Sort, last: Position): string {
  const { column } = sortKeys[sort]
  const key = column === 'released_at' ? Date.parse(last[column]) : last[column]
  return Buffer.from(JSON.stringify([sort, key, last.slug])).toString('base64url')
}

/** Where a page begins. Throws `invalid_input` for what is not a cursor, or is one of another sort. */
export function readCursor(cursor: string, sort: Sort): { key: Date | string | number; slug: string } {
  const place = Place.safeParse(parse(cursor))
  if (!place.success || place.data[0] !== sort) {
    const message = place.success
      ? `is of the sort "${place.data[0]}", not "${sort}"`
      : 'is not a cursor of this catalogue'
    throw new Failure('invalid_input', {
      detail: 'The cursor does not fit: leave it out to start with the first page.',
      issues: [{ path: 'cursor', message }],
    })
  }
  const [, key, slug] = place.data
  return { key: sort === 'newest' ? new Date(key) : key, slug }
}

const year9999 = Date.UTC(9999, 0)
const Slug = z.string().regex(/^[a-z0-9-]{1,80}$/)
const Place = z.union([
  z.tuple([z.literal('newest'), z.int().nonnegative().max(year9999), Slug]),
  z.tuple([z.enum(['price', '-price']), z.int32(), Slug]),
  z.tuple([z.literal('title'), z.string().regex(/^\P{Cc}{0,300}$/u), Slug]),
])

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
