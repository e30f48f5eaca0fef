import { describe, expect, it } from 'vitest'
import { palettes } from './palettes.ts'
import { collections, prints } from './prints.ts'

const variants = prints.flatMap((print) => print.variants)
const bySlug = new Map(prints.map((print) => [print.slug, print]))

describe('the catalogue', () => {
  it('holds six numbered works of each collection and the two specials', () => {
    const numbered = prints.filter((print) => / No\. \d+$/.test(print.title))
    const counts = collections.map(({ slug }) => numbered.filter((print) => print.collection === slug).length)
    expect(counts).toEqual([6, 6, 6, 6, 6, 6, 6, 6])
    expect(prints.filter((print) => !numbered.includes(print)).map((print) => print.slug)).toEqual([
      'first-light',
      'last-impression',
    ])
  })

  it('names every work, every size and every day of release once', () => {
    for (const names of [
      prints.map((print) => print.slug),
      prints.map((print) => print.title),
      prints.map((print) => print.releasedOn),
      prints.map((print) => print.description),
      variants.map((variant) => variant.sku),
    ]) {
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('makes a SKU of slug and size that fits an address', () => {
    expect(bySlug.get('contour-no-2')?.variants.map((variant) => variant.sku)).toEqual([
      'contour-no-2-a3',
      'contour-no-2-a2',
      'contour-no-2-a1',
    ])
    expect(variants.filter(({ sku }) => !/^[a-z0-9]+(-[a-z0-9]+)*-a[123]$/.test(sku))).toEqual([])
  })

  it('prints 25 to 500 of each size, and asks more for more paper', () => {
    expect(variants.filter(({ edition }) => !Number.isInteger(edition) || edition < 25 || edition > 500)).toEqual([])
    for (const { slug, variants } of prints) {
      const prices = variants.map((variant) => variant.price)
      expect(prices, slug).toEqual(prices.toSorted((a, b) => a - b))
      expect(new Set(prices).size, slug).toBe(prices.length)
    }
  })

  it('prices a work from 75 euro, whole euros in minor units', () => {
    expect(Math.min(...variants.map((variant) => variant.price))).toBe(7500)
    expect(variants.filter(({ price }) => price % 100 !== 0)).toEqual([])
  })

  it('sells First Light in A2 only, a hundred at 140 euro', () => {
    expect(bySlug.get('first-light')?.variants).toEqual([
      { sku: 'first-light-a2', size: 'a2', edition: 100, price: 14000 },
    ])
  })

  it('sells Last Impression in A3 only, twenty-five of them', () => {
    const sold = bySlug.get('last-impression')?.variants.map(({ sku, edition }) => ({ sku, edition }))
    expect(sold).toEqual([{ sku: 'last-impression-a3', edition: 25 }])
  })

  it('dates every work by the year of its release', () => {
    for (const print of prints) expect(new Date(print.releasedOn).toISOString()).toMatch(`${print.year}-`)
  })

  it('has a work in every palette', () => {
    const used = new Set(prints.map((print) => print.palette))
    expect(palettes.filter((palette) => !used.has(palette.id))).toEqual([])
  })
})
