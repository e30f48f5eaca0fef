import { describe, expect, it } from 'vitest'
import { addressWith, asQuery, readFilters } from './catalogue-address.ts'

describe('the catalogue’s address', () => {
  it('gives back what was written into it', () => {
    const filters = {
      search: 'red disc',
      collection: 'ridges',
      size: 'a2',
      from: 60,
      inStock: true,
      sort: '-price',
    } as const
    const address = addressWith(filters, {})
    expect(readFilters(Object.fromEntries(new URL(address, 'http://shop').searchParams))).toEqual(filters)
  })

  it('leaves out what makes no sense, rather than failing', () => {
    expect(
      readFilters({ size: 'a9', from: '-3', to: '1e9', sort: 'colour', collection: ['a', 'b'], search: '   ' }),
    ).toEqual({})
  })

  it('starts at the first page again when a filter changes', () => {
    expect(addressWith({ pages: 3 }, { palette: 'riso' })).toBe('/prints?palette=riso')
  })

  it('takes a filter away and keeps the others', () => {
    expect(addressWith({ collection: 'moons', palette: 'riso' }, { collection: undefined })).toBe(
      '/prints?palette=riso',
    )
    expect(addressWith({ collection: 'moons' }, { collection: undefined })).toBe('/prints')
  })

  it('asks the contract in cents', () => {
    expect(asQuery({ from: 60, to: 240, pages: 2, palette: 'riso' })).toEqual({
      minPrice: 6_000,
      maxPrice: 24_000,
      palette: 'riso',
    })
  })
})
