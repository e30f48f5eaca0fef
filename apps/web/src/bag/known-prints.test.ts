import type { Cart } from '@switchyard/contracts/pages'
import { expect, it } from 'vitest'
import { withKnownPrints } from './known-prints.ts'

const line = { slug: null, title: null, size: null, unitPrice: null, total: null, available: null }
const cart = (degraded: Cart['degraded']): Cart => ({
  lines: [
    { ...line, sku: 'contour-no-2-a2', quantity: 1 },
    { ...line, sku: 'nothing-a2', quantity: 1 },
  ],
  total: null,
  degraded,
})

it('names the prints of a bag whose catalogue cannot be asked, and no prices', () => {
  const [contour, nothing] = withKnownPrints(cart(['catalogue', 'stock'])).lines
  expect(contour).toMatchObject({ title: 'Contour No. 2', slug: 'contour-no-2', size: 'a2', unitPrice: null })
  expect(nothing).toMatchObject({ title: null })
})

it('leaves a print that is gone unnamed when the catalogue has answered', () => {
  expect(withKnownPrints(cart([])).lines[0]?.title).toBeNull()
})
