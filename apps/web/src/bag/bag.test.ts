import type { Cart } from '@switchyard/contracts/pages'
import { describe, expect, it } from 'vitest'
import { countOf, intend, plainLines, settle, withIntents } from './bag.ts'

const euro = (amount: number) => ({ amount, currency: 'EUR' as const })
const line = (sku: string, quantity: number, price = 9_000): Cart['lines'][number] => ({
  sku,
  quantity,
  slug: sku,
  title: sku,
  size: 'a3',
  unitPrice: euro(price),
  total: euro(price * quantity),
  available: 20,
})
const bag = (...lines: Cart['lines']): Cart => ({
  lines,
  total: euro(lines.reduce((sum, { total }) => sum + (total?.amount ?? 0), 0)),
  degraded: [],
})

describe('the bag as the visitor means it', () => {
  it('is the confirmed one when nothing is wanted', () => {
    const confirmed = bag(line('moon', 2))
    expect(withIntents(confirmed, [])).toBe(confirmed)
  })

  it('shows a new quantity and its price at once, in the same place', () => {
    const shown = withIntents(bag(line('moon', 2), line('ridge', 1)), [{ sku: 'moon', quantity: 3 }])
    expect(plainLines(shown)).toEqual([
      { sku: 'moon', quantity: 3 },
      { sku: 'ridge', quantity: 1 },
    ])
    expect(shown.lines[0]?.total).toEqual(euro(27_000))
    expect(shown.total).toEqual(euro(36_000))
    expect(countOf(shown)).toBe(4)
  })

  it('takes a print out at once', () => {
    expect(withIntents(bag(line('moon', 2)), [{ sku: 'moon', quantity: 0 }])).toMatchObject({
      lines: [],
      total: euro(0),
    })
  })

  it('does not price what it does not know', () => {
    const degraded: Cart = { ...bag(line('moon', 1)), total: null, degraded: ['catalogue', 'stock'] }
    const shown = withIntents(degraded, [{ sku: 'ridge', quantity: 1 }])
    expect(shown.total).toBeNull()
    expect(shown.lines[1]).toMatchObject({ sku: 'ridge', title: null, total: null })
  })

  it('stays the same when an intent is already confirmed, so that nothing is counted twice', () => {
    const shown = withIntents(bag(line('moon', 3)), [{ sku: 'moon', quantity: 3 }])
    expect(countOf(shown)).toBe(3)
  })
})

describe('intents', () => {
  it('keep only the last word for a print', () => {
    const all = intend(intend(intend([], { sku: 'moon', quantity: 2 }), { sku: 'ridge', quantity: 1 }), {
      sku: 'moon',
      quantity: 5,
    })
    expect(all).toEqual([
      { sku: 'ridge', quantity: 1 },
      { sku: 'moon', quantity: 5 },
    ])
  })

  it('stay open when they were spoken after the question that was answered', () => {
    const sent = intend([], { sku: 'moon', quantity: 2 })
    expect(settle(intend(sent, { sku: 'moon', quantity: 3 }), sent)).toEqual([{ sku: 'moon', quantity: 3 }])
    expect(settle(sent, sent)).toEqual([])
  })
})
