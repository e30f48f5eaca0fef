import { Catalogue, CatalogueQuery, Print } from '@switchyard/contracts/inventory'
import { type InventoryDatabase, openInventoryDatabase } from '@switchyard/db/inventory'
import { createScratchDatabase, type ScratchDatabase } from '@switchyard/db/scratch-database'
import { seedInventory } from '@switchyard/db/seed/inventory'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { listPrints, printBySlug, quote } from './catalogue.ts'

let scratch: ScratchDatabase
let database: InventoryDatabase
beforeAll(async () => {
  scratch = await createScratchDatabase({ owner: 'inventory', adminUrl: process.env.TEST_DATABASE_URL })
  database = openInventoryDatabase({ url: scratch.url, connectMs: 20_000 })
  await seedInventory(database)
})
afterAll(async () => {
  await database?.close()
  await scratch?.[Symbol.asyncDispose]()
})

/** Lists as a caller would: the input gets the contract's defaults, the answer is checked against it. */
const list = async (query: z.input<typeof CatalogueQuery> = {}) =>
  Catalogue.parse(await listPrints(database.pool, CatalogueQuery.parse(query)))
const slugs = (found: Catalogue) => found.items.map(({ slug }) => slug)
const everything = { limit: 50 } as const

describe('search', () => {
  test.each([
    ['conto', 6, 'contour-no-2'],
    ['CONTOUR no 2', 1, 'contour-no-2'],
    ['glaciers', 1, 'contour-no-15'],
    ['halvard', 6, 'contour-no-1'],
    ['last impression', 1, 'last-impression'],
  ])('"%s" finds %i prints, %s among them', async (search, total, slug) => {
    const found = await list({ ...everything, search })
    expect(found.total).toBe(total)
    expect(slugs(found)).toContain(slug)
  })

  test.each(["'; DROP TABLE print; --", '!!', 'zzzz', "a & | ! ( :* ' \0", '中文', '%'])(
    '%j finds what it says and breaks nothing',
    async (search) => {
      expect((await list({ search })).items.length).toBeLessThanOrEqual(24)
    },
  )

  test('finds nothing for punctuation alone, and everything for blanks', async () => {
    expect(await list({ search: '!?' })).toMatchObject({ items: [], total: 0, nextCursor: null })
    expect((await list({ search: '  ' })).total).toBe(50)
  })
})

describe('filters and facets', () => {
  test('each facet counts what its values would show, without its own filter and with all others', async () => {
    const filters = { collection: 'moons', palette: 'nocturne', size: 'a2', ...everything } as const
    const { facets } = await list(filters)
    for (const { value, count } of facets.collection) {
      expect(count, value).toBe((await list({ ...filters, collection: value })).total)
    }
    for (const { value, count } of facets.palette) {
      expect(count, value).toBe((await list({ ...filters, palette: value })).total)
    }
    for (const { value, count } of facets.size) {
      expect(count, value).toBe((await list({ ...filters, size: value as 'a3' })).total)
    }
  })

  test('values that would show nothing are listed with 0', async () => {
    const { facets } = await list({ search: 'last impression' })
    expect(facets.collection).toHaveLength(8)
    expect(facets.collection.filter(({ count }) => count > 0)).toEqual([{ value: 'currents', count: 1 }])
    expect(facets.size).toEqual([
      { value: 'a3', count: 1 },
      { value: 'a2', count: 0 },
      { value: 'a1', count: 0 },
    ])
  })

  test('prices are inclusive and compared with the lowest variant', async () => {
    const { items } = await list({ ...everything, minPrice: 8500, maxPrice: 9000 })
    expect(new Set(items.map(({ price }) => price.amount))).toEqual(new Set([8500, 9000]))
    expect((await list({ minPrice: Number.MAX_SAFE_INTEGER })).total).toBe(0)
    expect((await list({ maxPrice: Number.MAX_SAFE_INTEGER })).total).toBe(50)
  })

  test('a sold-out print is shown as such, and not at all where stock is asked for', async () => {
    await database.pool.query(`UPDATE stock SET on_hand = 0, sold = edition WHERE sku LIKE 'bristle-no-16-%'`)
    expect((await list({ search: 'bristle 16' })).items).toMatchObject([{ available: 0, edition: 150 }])
    expect((await list({ search: 'bristle 16', inStock: true })).total).toBe(0)
  })
})

describe('order and paging', () => {
  test.each(['newest', 'price', '-price', 'title'] as const)('pages by %s show every print once', async (sort) => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await list({ sort, limit: 7, ...(cursor === undefined ? {} : { cursor }) })
      expect(page.total).toBe(50)
      seen.push(...slugs(page))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toHaveLength(50)
    expect(seen).toEqual(slugs(await list({ sort, ...everything })))
  })

  test('the newest comes first, and the drop is the newest', async () => {
    expect(slugs(await list())[0]).toBe('first-light')
  })

  test('prices rise, or fall', async () => {
    const amounts = async (sort: 'price' | '-price') =>
      (await list({ sort, ...everything })).items.map((item) => item.price.amount)
    expect(await amounts('price')).toEqual((await amounts('price')).toSorted((a, b) => a - b))
    expect(await amounts('-price')).toEqual((await amounts('-price')).toSorted((a, b) => b - a))
  })

  test('titles are sorted as people count: No. 2 before No. 11', async () => {
    const contours = slugs(await list({ sort: 'title', collection: 'contours' }))
    expect(contours).toEqual([1, 2, 8, 11, 15, 16].map((number) => `contour-no-${number}`))
  })

  test('the last full page has no cursor', async () => {
    expect((await list({ collection: 'contours', limit: 6 })).nextCursor).toBeNull()
  })
})

describe('one print', () => {
  test('comes with its sizes, smallest first, and up to four others of its collection or palette', async () => {
    const print = Print.parse(await printBySlug(database.pool, 'first-light'))
    expect(print.variants).toEqual([
      { sku: 'first-light-a2', size: 'a2', price: { amount: 14000, currency: 'EUR' }, edition: 100 },
    ])
    expect(print.related).toHaveLength(4)
    expect(print.related.every((near) => near.collection === 'moons' || near.palette === 'nocturne')).toBe(true)
    expect(print.related.map(({ slug }) => slug)).not.toContain('first-light')
  })

  test('that does not exist is not_found', async () => {
    await expect(printBySlug(database.pool, 'nowhere')).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('a quote answers for the SKUs that exist and leaves the others out', async () => {
  const quoted = await quote(database.pool, ['last-impression-a3', 'nowhere-a3', 'first-light-a2'])
  expect(quoted.map(({ sku, unitPrice, available }) => [sku, unitPrice.amount, available])).toEqual([
    ['first-light-a2', 14000, 100],
    ['last-impression-a3', 14000, 1],
  ])
})
