import { expect, it } from 'vitest'
import { addressOf, type LettersAsked, readAsked } from './letters-asked'

const read = (query: string) => readAsked(new URLSearchParams(query))

it('reads from an address what it was made of', () => {
  const letter = { service: 'inventory', id: '01996b1e-7c3f-7a51-8d57-0f2d4c6e8a02' } as const
  const asked: LettersAsked = { state: 'dropped', service: 'orders', name: 'orders.orderPlaced', letter }
  expect(read(addressOf(asked).split('?')[1] ?? '')).toEqual(asked)
  expect(addressOf({ state: 'waiting' })).toBe('/admin/dead-letters')
})

it('shows the letters that wait for whatever it cannot read', () => {
  expect(read('state=lost&service=web&letter=orders:x&name=')).toEqual({ state: 'waiting' })
})
