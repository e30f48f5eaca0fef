import { expect, it } from 'vitest'
import { editionDots } from './edition-dots.ts'

const count = (dots: string[]) =>
  Object.fromEntries(['s', 'h', 'l', 'u'].map((kind) => [kind, dots.filter((dot) => dot === kind).length]))

it('draws one dot a print: sold, then being paid for, then left', () => {
  const { dots, perDot } = editionDots({ edition: 100, available: 37, held: 2 })
  expect(perDot).toBe(1)
  expect(count(dots)).toEqual({ s: 61, h: 2, l: 37, u: 0 })
  expect(dots.join('')).toMatch(/^s+h+l+$/)
})

it('draws unknown stock as unknown, never as none', () => {
  expect(count(editionDots({ edition: 25, available: null, held: 0 }).dots)).toEqual({ s: 0, h: 0, l: 0, u: 25 })
})

it('keeps a dot for the last print of a large edition', () => {
  const { dots, perDot } = editionDots({ edition: 500, available: 1, held: 0 })
  expect(perDot).toBe(3)
  expect(count(dots)).toEqual({ s: 166, h: 0, l: 1, u: 0 })
})
