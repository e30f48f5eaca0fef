import { OrderStatus } from '@switchyard/contracts/orders'
import { describe, expect, it } from 'vitest'
import { isCancellable, isFinal, isReturnable, mayBecome } from './order.ts'

const all = OrderStatus.options

describe('an order', () => {
  it('goes from pending over reserved, paid, confirmed and shipped to delivered, never back and never past a step', () => {
    const way = ['pending', 'reserved', 'paid', 'confirmed', 'shipped', 'delivered'] as const
    for (const [i, from] of way.entries()) {
      for (const [j, to] of way.entries()) expect(mayBecome(from, to), `${from} → ${to}`).toBe(j === i + 1)
    }
  })

  it('has ends that lead nowhere', () => {
    for (const end of ['rejected', 'cancelled', 'returned'] as const) {
      expect(all.filter((to) => mayBecome(end, to))).toEqual([])
    }
  })

  it('may be cancelled until it is shipped, and rejected until it is confirmed', () => {
    expect(all.filter(isCancellable)).toEqual(['pending', 'reserved', 'paid', 'confirmed'])
    expect(all.filter((from) => mayBecome(from, 'rejected'))).toEqual(['pending', 'reserved', 'paid'])
  })

  it('may be returned once it was shipped', () => {
    expect(all.filter(isReturnable)).toEqual(['shipped', 'delivered'])
  })

  it('has more to tell until its undo is over, or while it may still be shipped or sent back', () => {
    expect(isFinal('cancelled', 'undoing')).toBe(false)
    expect(isFinal('cancelled', 'undone')).toBe(true)
    expect(isFinal('rejected', 'undoing')).toBe(false)
    expect(isFinal('rejected', 'undone')).toBe(true)
    expect(all.filter((status) => isFinal(status, 'undone'))).toEqual(['rejected', 'cancelled', 'returned'])
    expect(all.filter((status) => isFinal(status, 'done'))).toEqual([])
  })
})
